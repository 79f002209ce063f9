/** Every image that a person may name, and whether an engine has it. */
import type {Engine} from '../engine/engine.ts';
import {type ImageName, recipes, runnableImages} from './catalogue.ts';
import {referenceOf} from './content.ts';
import {describeRecipes} from './describe-images.ts';
import {type ImageSource, versionOf} from './source.ts';
import {inRange} from '../compose/versions.ts';

export type ImageState = {
	readonly name: ImageName;
	/** As it should be; in manifests `single-kube/<name>` for those that have that tag, too. */
	readonly reference: string;
	/** `fetched`: as upstream publishes it, or from a bundle; `outdated`: the engine has one, made from other content. */
	readonly state: 'built' | 'fetched' | 'outdated' | 'missing';
	/** Bytes, with what it stands on; undefined when it is not there as it should be. */
	readonly size: number | undefined;
	/** `always`, the add-ons that need it, or `when asked for`. */
	readonly needed: string;
	/** Its name in manifests; undefined when it is not made for them. */
	readonly manifestName: string | undefined;
};

/** @throws SingleKubeError of the engine's */
export async function listImages(engine: Engine, source: ImageSource): Promise<ImageState[]> {
	const kubelet = versionOf(source, 'kubelet');
	const {own, hashes, published} = await describeRecipes(engine, source, recipes.filter(({versions}) => versions === undefined || inRange(kubelet, versions)));
	return recipes.filter(({name}) => runnableImages.includes(name)).flatMap<ImageState>(({name, addons, optional, forManifests}) => {
		const needed = optional ? 'when asked for' : addons?.join(', ') ?? 'always';
		const taken = published.find(image => image.name === name);
		if (taken) {
			return [{
				name, reference: taken.reference, state: taken.id === undefined ? 'missing' : 'fetched', size: own.find(({id}) => id === taken.id)?.size,
				needed, manifestName: forManifests ? `single-kube/${name}` : undefined,
			}];
		}

		if (!hashes.has(name)) {
			return [];
		}

		const all = own.filter(({component}) => component === name);
		const image = all.find(({content}) => content === hashes.get(name));
		return [{
			name, reference: referenceOf(name, hashes.get(name)!), state: image ? 'built' : all.length > 0 ? 'outdated' : 'missing', size: image?.size,
			needed, manifestName: forManifests ? `single-kube/${name}` : undefined,
		}];
	});
}
