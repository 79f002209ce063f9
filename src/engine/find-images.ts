/** Images that an engine has: ours by the component's name, others by theirs. */
import {labels} from '../labels.ts';
import type {Engine} from './engine.ts';
import {engineCall, findCall} from './translate-errors.ts';

/** @returns references, newest first */
export async function findImages(engine: Engine, component: string): Promise<string[]> {
	const images = await engineCall('list the images', engine.docker.listImages({filters: {label: [`${labels.component}=${component}`]}} as object));
	// What a user builds on an image of ours inherits its labels, not its name.
	return images.sort((a, b) => b.Created - a.Created).flatMap(image => (image.RepoTags ?? []).filter(tag => tag.startsWith(`single-kube/${component}:`)));
}

export async function imageExists(engine: Engine, reference: string): Promise<boolean> {
	return await findCall(`inspect ${reference}`, engine.docker.getImage(reference).inspect()) !== undefined;
}

export type TaggedImage = {readonly reference: string; readonly id: string};

/** @param repositories names without a tag @returns every tagged image of theirs */
export async function findTagged(engine: Engine, repositories: readonly string[]): Promise<TaggedImage[]> {
	const images = await engineCall('list the images', engine.docker.listImages({filters: {reference: repositories}} as object));
	return images.flatMap(image => (image.RepoTags ?? []).filter(tag => repositories.some(repository => tag.startsWith(`${repository}:`)))
		.map(reference => ({reference, id: image.Id})));
}

/** @returns the names of every image, with tags and with digests, as the engine writes them: without what stands for Docker Hub */
export async function listImageNames(engine: Engine): Promise<Set<string>> {
	const images = await engineCall('list the images', engine.docker.listImages());
	return new Set(images.flatMap(image => [...image.RepoTags ?? [], ...image.RepoDigests ?? []]));
}

/** @returns the id, undefined where there is no such image */
export async function imageId(engine: Engine, reference: string): Promise<string | undefined> {
	return (await findCall(`inspect ${reference}`, engine.docker.getImage(reference).inspect()))?.Id;
}
