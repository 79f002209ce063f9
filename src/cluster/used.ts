/** Components that run another program than the cluster's source has: `single-kube use`, and upgrades under way. Pure. */
import {SingleKubeError} from '../errors.ts';
import type {SettledSource} from './settle-source.ts';
import type {ImageSource} from '../images/source.ts';
import type {UsedImages} from '../plan/topology.ts';

/** The source, with these images in the place of its own. */
export function withUsed(source: ImageSource, used: UsedImages): ImageSource {
	const references = Object.fromEntries(Object.entries(used).map(([image, {reference}]) => [image, reference]));
	const versions = Object.fromEntries(Object.entries(used).flatMap(([image, {version}]) => version === undefined ? [] : [[image, version]]));
	return {
		...source,
		published: {...source.published, ...references},
		roots: Object.fromEntries(Object.entries(source.roots).filter(([image]) => used[image] === undefined)),
		versions: {...source.versions, ...versions},
		async fetch(wanted, tools) {
			const gone = Object.entries(used).find(([, {reference}]) => wanted.includes(reference) && reference.startsWith('single-kube/'));
			if (gone) {
				throw imageGone(...gone);
			}

			await source.fetch(wanted, tools);
		},
	};
}

/** Both that the cluster takes and what it remembers, with these images in their place. */
export function layUsed({source, images}: SettledSource, used: UsedImages = {}): SettledSource {
	return Object.keys(used).length === 0 ? {source, images} : {source: withUsed(source, used), images: {...images, used}};
}

/** What we built ourselves nobody can fetch. */
function imageGone(image: string, {reference, from}: UsedImages[string]): SingleKubeError {
	return new SingleKubeError('IMAGE_MISSING', `the engine no longer has what ${image} uses`, {
		seen: [`no image ${reference}`],
		hint: `Go back to the cluster's own (single-kube use ${image}=), start, and have it made again: single-kube use ${image}=${from ?? 'PATH'}`,
	});
}
