/** Which pod and which of its ports a port-forward to a pod, a service or a workload leads to. Pure. */
import type {ApiObject} from '../api/api.ts';
import type {Pod, Service} from '../diagnosis/objects.ts';
import {SingleKubeError} from '../errors.ts';

/** Labels that the pods behind an object have; undefined of one without pods behind it. */
export type Selector = Readonly<Record<string, string>>;

/** Of a service, or of what a controller makes pods from. */
export function selectorOf({kind, spec}: ApiObject): Selector | undefined {
	const {selector} = (spec ?? {}) as {readonly selector?: Selector & {readonly matchLabels?: Selector}};
	return kind === 'Service' ? selector : selector?.matchLabels;
}

export function labelSelector(selector: Selector): string {
	return Object.entries(selector).map(([name, value]) => `${name}=${value}`).join(',');
}

/** One that is ready, else one that runs, as kubectl chooses. @throws SingleKubeError SERVICE_WITHOUT_ENDPOINTS when no pod runs */
export function choosePod(pods: readonly Pod[], name: string): Pod {
	const running = pods.filter(({metadata, status}) => status?.phase === 'Running' && metadata.deletionTimestamp === undefined);
	const chosen = running.find(({status}) => status?.conditions?.some(({type, status: is}) => type === 'Ready' && is === 'True')) ?? running[0];
	if (!chosen) {
		throw new SingleKubeError('SERVICE_WITHOUT_ENDPOINTS', `no pod of ${name} runs`, {seen: pods.map(({metadata, status}) => `${metadata.name}: ${status?.phase ?? 'Unknown'}`), hint: 'See why: single-kube status'});
	}

	return chosen;
}

/** The port of the pod behind a port of a service: that has a number, or a name that the pod's containers give. @throws SingleKubeError SERVICE_NOT_EXPOSED when there is no such port */
export function podPort({spec, metadata}: Service, port: number, pod: Pod): number {
	const found = spec?.ports?.find(candidate => candidate.port === port);
	const target = found?.targetPort ?? found?.port;
	const number = typeof target === 'string' ? pod.spec?.containers?.flatMap(({ports = []}) => ports).find(({name}) => name === target)?.containerPort : target;
	if (number === undefined) {
		throw new SingleKubeError('SERVICE_NOT_EXPOSED', `the service ${metadata.name} leads to no port of the pod ${pod.metadata.name} at its port ${port}`, {
			seen: [`ports of the service: ${spec?.ports?.map(one => `${one.port} to ${one.targetPort ?? one.port}`).join(', ') ?? 'none'}`], hint: `See its ports: single-kube kubectl -n ${metadata.namespace ?? 'default'} describe service ${metadata.name}`,
		});
	}

	return number;
}

/** The ports that it has: of a service its own, of everything else those that the containers name. */
export function portsOf(object: ApiObject): number[] {
	const {spec} = object as Pod & Service & {readonly spec?: {readonly template?: {readonly spec?: Pod['spec']}}};
	const containers = spec?.containers ?? spec?.template?.spec?.containers;
	return object.kind === 'Service' ? spec?.ports?.map(({port}) => port) ?? [] : containers?.flatMap(({ports = []}) => ports.map(({containerPort}) => containerPort)) ?? [];
}
