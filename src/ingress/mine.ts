/** Which Ingresses are ours to serve ("Ingress class", Kubernetes documentation). Pure. */
import {annotationsOf, type Ingress, type IngressClass} from './objects.ts';

/** What the spec of an IngressClass of ours names as its controller. */
export const controller = 'single-kube.dev/ingress';

/** @returns the oldest first: of two that want the same, it wins */
export function ourIngresses(ingresses: readonly Ingress[], classes: readonly IngressClass[]): Ingress[] {
	const ours = classes.filter(({spec}) => spec?.controller === controller);
	const names = new Set(ours.map(({metadata}) => metadata.name));
	const isDefault = ours.some(one => annotationsOf(one)['ingressclass.kubernetes.io/is-default-class'] === 'true');
	return ingresses.filter(ingress => {
		// The annotation is from before there were classes, and still the most used.
		const name = ingress.spec?.ingressClassName ?? annotationsOf(ingress)['kubernetes.io/ingress.class'];
		// Without a class it is older than our class, or the apiserver would have given it one.
		return name === undefined ? isDefault : names.has(name);
	}).sort((a, b) => ageOf(a) < ageOf(b) ? -1 : 1);
}

function ageOf({metadata}: Ingress): string {
	return `${String(metadata['creationTimestamp'] ?? '')} ${metadata.namespace}/${metadata.name}`;
}
