/** Images that somebody carried here in a file: nothing is built, nothing is asked of a network. */
import type {Bundle} from '../../bundle/open-bundle.ts';
import {loadBundle} from '../../bundle/load-bundle.ts';
import {SingleKubeError} from '../../errors.ts';
import type {ImageName} from '../catalogue.ts';
import type {ImageSource} from '../source.ts';

/** What a cluster remembers of its bundle. */
export type BundleImages = {
	readonly kubernetesVersion: string;
	readonly versions: Readonly<Record<string, string>>;
	/** References by our names. */
	readonly images: Readonly<Partial<Record<ImageName, string>>>;
	/** Where the file was, an absolute path. */
	readonly file: string;
};

/**
 * @param bundle undefined when the engine has to have the images already
 * @param outdated references for which the engine has another image than the bundle
 */
export function bundleSource({kubernetesVersion, versions, images, file}: BundleImages, bundle?: Bundle, outdated: readonly string[] = []): ImageSource {
	const cannotBuild = (names: readonly ImageName[]): SingleKubeError => new SingleKubeError('IMAGE_MISSING', `the bundle has no image ${names.join(', ')}`, {
		seen: [`${file} has ${Object.keys(images).join(', ')}`],
		hint: 'Do without it, as with --addons -ingress, or make a bundle that has it where there is a network: single-kube bundle --addons all --also redis,registry -o FILE',
	});
	return {
		name: 'bundle', kubernetesVersion, versions, published: images, roots: {}, outdated: new Set(outdated), cannotBuild,
		base: {
			inputs: ['bundle'], context: async () => [], needs: [],
			async make() {
				throw cannotBuild(['base']);
			},
		},
		programs: {
			has: () => false,
			identity: async () => 'bundle',
			open: () => async program => {
				throw new SingleKubeError('IMAGE_MISSING', `a bundle has images, and no program ${program} to build one with`, {hint: 'Write the bundle anew where there is a network: single-kube bundle -o bundle.tar'});
			},
		},
		async fetch(references, {engine, emit, signal}) {
			if (!bundle) {
				throw new SingleKubeError('IMAGE_MISSING', 'the engine no longer has the images of the cluster, which came from a bundle', {
					seen: references.map(reference => `no image ${reference}`), hint: `Give it the file again: single-kube start --bundle ${file}`,
				});
			}

			await loadBundle(engine, bundle, emit, signal);
		},
	};
}
