/** The objects of Kubernetes' API that the components name, and those that belong to add-ons nobody chose. */
import {SingleKubeError} from '../errors.ts';
import {apiPath} from '../plan/api-path.ts';
import type {ClusterObjects, Settings} from '../plan/topology.ts';
import {type Instance, isChosen} from './instance.ts';
import type {RawFile} from './read.ts';

/** On an object: it is there only with this add-on. Without it, it is there with its component. */
const addonLabel = 'single-kube.dev/addon';

/** What an object has to have for its path; whatever else it has goes to the apiserver as it is. */
type Named = {readonly apiVersion: string; readonly kind: string; readonly metadata: {readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>>}};

/** @throws SingleKubeError COMPOSE_INVALID when an object has no path */
export function collectObjects(files: readonly RawFile[], instances: readonly Instance[], settings: Settings): ClusterObjects {
	const wanted = new Map(instances.flatMap(({file, name, service}) => service['x-single-kube'].objects
		.filter(object => belongs(object as Named, settings))
		.map(object => [pathIn(`${file}: services.${name}`, object as Named), object])));
	// Those of services that were left out were never filled in: what a path needs has no variables.
	const all = files.flatMap(({file, content}) => Object.entries((content as RawContent | undefined)?.services ?? {}).flatMap(([name, service]) =>
		(service?.['x-single-kube']?.objects ?? []).map(object => pathIn(`${file}: services.${name}`, object))));
	return {
		wanted: [...wanted].map(([path, object]) => ({path, object})),
		unwanted: [...new Set(all)].filter(path => !wanted.has(path)),
	};
}

type RawContent = {readonly services?: Readonly<Record<string, {readonly 'x-single-kube'?: {readonly objects?: readonly Named[]}} | undefined>>};

function belongs({metadata}: Named, {addons}: Settings): boolean {
	const addon = metadata.labels?.[addonLabel];
	return isChosen(addon === undefined ? undefined : [addon], addons);
}

function pathIn(where: string, object: Named): string {
	try {
		return apiPath(object);
	} catch (error) {
		throw new SingleKubeError('COMPOSE_INVALID', `${where} has an object without a path`, {seen: [(error as Error).message], hint: 'An object needs apiVersion, kind and metadata.name', cause: error});
	}
}
