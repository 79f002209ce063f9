/** `--image COMPONENT=REFERENCE`: another image for one component, remembered like what `single-kube use` put there. Pure. */
import {nearest} from '../nearest.ts';
import {SingleKubeError} from '../errors.ts';
import {type ImageName, isKubernetesProgram, recipes} from '../images/catalogue.ts';
import {familiarName, parseReference} from '../upstream/references.ts';
import type {UsedImage, UsedImages} from '../plan/topology.ts';

/** Components whose image can be another one. */
export const imageComponents = [
	'etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubelet', 'cri-dockerd', 'kube-proxy', 'kubectl',
	'dns', 'cloud-controller-manager', 'metrics-server', 'ingress', 'pause',
] as const satisfies readonly ImageName[];
type ImageComponent = (typeof imageComponents)[number];

/** Those whose image needs a file of ours as well: it is laid over the one that was named. */
const needsLayer: ReadonlySet<string> = new Set(recipes.filter(({shared, upstream}) => shared.length > 0 && upstream !== undefined).map(({name}) => name));

export type ChosenImage = {readonly component: ImageComponent; /** Undefined: the cluster's own again. */ readonly image: UsedImage | undefined};

/** @throws SingleKubeError OPTION_INVALID, COMPONENT_UNKNOWN naming the nearest */
export function parseChosenImage(text: string): ChosenImage {
	const at = text.indexOf('=');
	if (at < 0) {
		const version = /^(?:\S*\/)?(?:node|k3s):v?(\d+\.\d+\.\d+)/.exec(text)?.[1];
		throw new SingleKubeError('OPTION_INVALID', `--image takes COMPONENT=REFERENCE, found "${text}"`, {
			hint: version === undefined ? 'For example: --image kube-scheduler=my-scheduler:dev' : `There is no image of a whole node here; a version is chosen by its number: --kubernetes-version ${version}`,
		});
	}

	const component = findComponent(text.slice(0, at));
	const named = text.slice(at + 1).trim();
	if (named === '') {
		return {component, image: undefined};
	}

	const parsed = parseReference(named);
	const version = isKubernetesProgram(component) ? /^v(\d+\.\d+\.\d+)$/.exec(parsed.tag)?.[1] : undefined;
	return {
		component,
		image: {reference: familiarName(parsed), ...version === undefined ? {} : {version}, from: named, ...needsLayer.has(component) ? {layered: true} : {}},
	};
}

/** @param given as they were typed; of a component that is named twice the last counts @throws as parseChosenImage */
export function chooseImages(given: readonly string[] = [], before: UsedImages = {}): UsedImages {
	const chosen = new Map(Object.entries(before));
	for (const {component, image} of given.map(text => parseChosenImage(text))) {
		if (image) {
			chosen.set(component, image);
		} else {
			chosen.delete(component);
		}
	}

	return Object.fromEntries(chosen);
}

function findComponent(word: string): ImageComponent {
	const found = imageComponents.find(name => name === word || name === `kube-${word}`);
	if (found) {
		return found;
	}

	const close = nearest(word, imageComponents.flatMap(name => [name, name.replace(/^kube-/, '')]));
	throw new SingleKubeError('COMPONENT_UNKNOWN', `--image: there is no component ${word} whose image can be another one`, {
		seen: [`components: ${imageComponents.join(', ')}`], hint: close === undefined ? 'Name one of them: --image kube-scheduler=my-scheduler:dev' : `Did you mean ${close}?`,
	});
}
