/** Whether an image that is to be pulled is on the engine already, and whether a registry could know more of it. */
import {type EngineLink, readFromEngine} from './engine-calls.ts';
import {isObject, type JsonObject, parseObject} from './json.ts';

export type ImageName = {readonly repository: string; readonly tag: string};

export type Origin =
	/** The engine has no such image. */
	| 'not-here'
	/** It was built, loaded or tagged here: no registry gave it under this name, nor was it pushed to one. */
	| 'made-here'
	| 'from-a-registry'
	/** The engine does not tell: the containerd image store gives a digest to what was built here, too. */
	| 'untold';

/** Look an image up on the engine. @throws Refusal when the engine is away */
export async function originOf(link: EngineLink, name: ImageName): Promise<Origin> {
	const {status, text} = await readFromEngine(link, `/images/${name.repository}:${name.tag}/json`);
	return status === 200 ? originIn(parseObject(text, 502), name.repository) : 'not-here';
}

/**
 * What a pull asks for (Docker Engine API, ImageCreate).
 *
 * @returns undefined for what no image here may stand in for: a digest, all tags of a repository, another platform's image
 */
export function nameOfPull(query: URLSearchParams): ImageName | undefined {
	const [from, given] = [query.get('fromImage') ?? '', query.get('tag') ?? ''];
	const {repository, tag} = given === '' ? splitTag(from) : {repository: from, tag: given};
	const plain = repository.split('/').every(part => /^[a-z\d][\w.:-]*$/i.test(part)) && /^\w[\w.-]*$/.test(tag);
	return plain && !query.get('platform') ? {repository, tag} : undefined;
}

/** From an inspect of the image (Docker Engine API, ImageInspect). */
export function originIn(inspected: JsonObject, repository: string): Origin {
	const name = familiar(repository);
	const pulled = isObject(inspected['Identity']) ? inspected['Identity'] : undefined;
	if (pulled && Object.keys(pulled).length > 0) {
		// Since API 1.53: every repository that it was pulled from or pushed to.
		return objectsIn(pulled['Pull']).some(({Repository: from}) => familiar(String(from)) === name) ? 'from-a-registry' : 'made-here';
	}

	const digests = stringsIn(inspected['RepoDigests']).map(digest => digest.split('@')).filter(([of = '']) => familiar(of) === name);
	if (digests.length === 0) {
		return 'made-here';
	}

	// A registry's digest is that of a manifest; only the containerd image store has that for an id.
	return digests.every(([, digest]) => digest === inspected['Id']) ? 'untold' : 'from-a-registry';
}

/** As `docker images` shows a repository: without what stands for Docker Hub. */
const familiar = (repository: string): string => repository.replace(/^(index\.)?docker\.io\//, '').replace(/^library\//, '');

function splitTag(reference: string): ImageName {
	const [, repository = reference, tag = ''] = /^(.+):([^/:]+)$/.exec(reference) ?? [];
	return {repository, tag};
}

const objectsIn = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(entry => isObject(entry)) : []);
const stringsIn = (value: unknown): string[] => (Array.isArray(value) ? value.filter(entry => typeof entry === 'string') : []);
