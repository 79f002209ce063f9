/** Components that run another program than the cluster's source has: `single-kube use`, and upgrades under way. Pure. */
import {SingleKubeError} from '../errors.ts';
import type {SettledSource} from './settle-source.ts';
import type {ImageSource} from '../images/source.ts';
import {fetchImages, upstreamAccess} from '../images/sources/registry.ts';
import type {UsedImages} from '../plan/topology.ts';

/**
 * The source, with these images in the place of its own.
 *
 * @param fetchOthers how images are had that are neither ours nor the source's
 */
export function withUsed(source: ImageSource, used: UsedImages, fetchOthers: ImageSource['fetch'] = source.fetch): ImageSource {
	const references = (layered: boolean): Record<string, string> => Object.fromEntries(Object.entries(used).filter(([, image]) => (image.layered ?? false) === layered).map(([image, {reference}]) => [image, reference]));
	const versions = Object.fromEntries(Object.entries(used).flatMap(([image, {version}]) => version === undefined ? [] : [[image, version]]));
	return {
		...source,
		published: {...Object.fromEntries(Object.entries(source.published).filter(([image]) => used[image] === undefined)), ...references(false)},
		roots: {...Object.fromEntries(Object.entries(source.roots).filter(([image]) => used[image] === undefined)), ...references(true)},
		versions: {...source.versions, ...versions},
		async fetch(wanted, tools) {
			const gone = Object.entries(used).find(([, {reference}]) => wanted.includes(reference) && reference.startsWith('single-kube/'));
			if (gone) {
				throw imageGone(...gone);
			}

			const named = new Set(Object.values(used).map(({reference}) => reference));
			const others = wanted.filter(reference => named.has(reference));
			if (others.length > 0) {
				await fetchOthers(others, tools);
			}

			if (others.length < wanted.length) {
				await source.fetch(wanted.filter(reference => !named.has(reference)), tools);
			}
		},
	};
}

/** Both that the cluster takes and what it remembers, with these images in their place. */
export function layUsed({source, images}: SettledSource, used: UsedImages = {}, environment?: NodeJS.ProcessEnv): SettledSource {
	const {registryMirrors, downloadMirrors, certificateAuthority} = images;
	return Object.keys(used).length === 0 ? {source, images} : {
		source: withUsed(source, used, async (references, tools) => fetchImages(references, upstreamAccess(registryMirrors, downloadMirrors, certificateAuthority, environment), tools)),
		images: {...images, used},
	};
}

/** What we built ourselves nobody can fetch. */
function imageGone(image: string, {reference, from}: UsedImages[string]): SingleKubeError {
	return new SingleKubeError('IMAGE_MISSING', `the engine no longer has what ${image} uses`, {
		seen: [`no image ${reference}`],
		hint: reference === from ? `Have it again (docker load, docker build), or go back to the cluster's own: single-kube start --image ${image}=`
			: `Go back to the cluster's own (single-kube use ${image}=), start, and have it made again: single-kube use ${image}=${from ?? 'PATH'}`,
	});
}
