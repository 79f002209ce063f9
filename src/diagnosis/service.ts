/** Why nobody answers for a Service, from its selector, the pods and their state. Pure. */
import {type ClusterObjects, type Endpoints, type Pod, type Service, type ServicePort} from './objects.ts';
import {kubectl, podFinding} from './pod.ts';

/** What was looked at, a line each, and what to do. */
export type Explanation = {readonly reason: string; readonly message: string; readonly seen: readonly string[]; readonly hint: string};

const most = 5;

/** @returns undefined when it has an endpoint, or needs none: an ExternalName */
export function whyNoEndpoints(service: Service, objects: ClusterObjects): Explanation | undefined {
	const {namespace, name} = service.metadata;
	const endpoints = objects.endpoints.find(({metadata}) => metadata.namespace === namespace && metadata.name === name);
	if (service.spec?.type === 'ExternalName' || hasEndpoint(endpoints)) {
		return undefined;
	}

	const selector = Object.entries(service.spec?.selector ?? {});
	if (selector.length === 0) {
		return {
			reason: 'NoSelector', message: `it has no selector, and no address in an Endpoints object of its name`, seen: [],
			hint: `Give it a selector (${kubectl(namespace)} set selector service ${name} KEY=VALUE) or make the Endpoints object ${name}`,
		};
	}

	const there = objects.pods.filter(({metadata}) => metadata.namespace === namespace);
	const chosen = there.filter(pod => selector.every(([key, value]) => pod.metadata.labels?.[key] === value));
	return chosen.length === 0 ? noPod(service, selector, there) : noReadyPod(service, chosen, objects);
}

export function hasEndpoint(endpoints: Endpoints | undefined): boolean {
	return (endpoints?.subsets ?? []).some(({addresses}) => (addresses?.length ?? 0) > 0);
}

type Selector = ReadonlyArray<readonly [string, string]>;

function noPod({metadata: {namespace, name}}: Service, selector: Selector, there: readonly Pod[]): Explanation {
	const wanted = selector.map(pair => pair.join('=')).join(',');
	const near = nearestLabels(selector, there);
	return {
		reason: 'NoPodMatches', message: `no pod in ${namespace} matches its selector ${wanted}`,
		seen: there.length === 0 ? [`${namespace} has no pod at all`] : near.length === 0 ? [`none of the ${there.length} pods in ${namespace} has a label ${selector.map(([key]) => key).join(' or ')}`] : near,
		hint: there.length === 0 ? `Start what it leads to: ${kubectl(namespace)} get deployments,statefulsets,daemonsets`
			: `Make both the same: ${kubectl(namespace)} set selector service ${name} KEY=VALUE; the pods' labels: ${kubectl(namespace)} get pods --show-labels`,
	};
}

/** Pods that have most of the selector's keys, with what they have there. */
function nearestLabels(selector: Selector, there: readonly Pod[]): string[] {
	const ranked = there.map(({metadata}) => {
		const shared = selector.filter(([key]) => metadata.labels?.[key] !== undefined);
		const equal = shared.filter(([key, value]) => metadata.labels![key] === value);
		return {name: metadata.name, labels: shared.map(([key]) => `${key}=${metadata.labels![key]}`).join(','), rank: shared.length + equal.length};
	}).filter(({rank}) => rank > 0).sort((a, b) => b.rank - a.rank);
	// One line for the pods of one controller: they have the same labels.
	const distinct = ranked.filter(({labels}, index) => ranked.findIndex(other => other.labels === labels) === index);
	return distinct.slice(0, most).map(({name, labels}) => `the pod ${name} has ${labels}`);
}

function noReadyPod(service: Service, chosen: readonly Pod[], objects: ClusterObjects): Explanation {
	const {namespace, name} = service.metadata;
	const broken = wrongTarget(service.spec?.ports ?? [], chosen);
	const unready = chosen.filter(pod => pod.status?.conditions?.find(({type}) => type === 'Ready')?.status !== 'True');
	if (broken && unready.length < chosen.length) {
		return {
			reason: 'TargetPortUnknown', message: `its port ${broken.port} leads to targetPort ${broken.targetPort}, and no container of its pods has a port of that name`,
			seen: chosen.slice(0, most).map(pod => `the pod ${pod.metadata.name} has ${portNames(pod)}`),
			hint: `Name one that there is, or a number: ${kubectl(namespace)} edit service ${name}`,
		};
	}

	if (unready.length === 0) {
		return {
			reason: 'NotYetKnown', message: 'its pods are Ready, and it does not know them yet', seen: chosen.slice(0, most).map(pod => `the pod ${pod.metadata.name} is Ready`),
			hint: 'See whether kube-controller-manager runs: single-kube status',
		};
	}

	const findings = unready.map(pod => ({pod, finding: podFinding(pod, objects.events, objects.readAt)}));
	return {
		reason: 'NoPodReady', message: `none of the ${chosen.length} pods that it leads to is Ready`,
		seen: findings.slice(0, most).map(({pod, finding}) => `the pod ${pod.metadata.name}: ${finding ? `${finding.reason}, ${finding.message}` : stateOf(pod)}`),
		hint: findings.find(({finding}) => finding)?.finding?.hint ?? `Wait until they are: ${kubectl(namespace)} get pods --watch`,
	};
}

function stateOf({metadata, status}: Pod): string {
	return metadata.deletionTimestamp === undefined ? `it is ${status?.phase ?? 'unknown'}, not Ready yet` : 'it is being deleted';
}

function wrongTarget(ports: readonly ServicePort[], pods: readonly Pod[]): ServicePort | undefined {
	const names = new Set(pods.flatMap(pod => pod.spec?.containers ?? []).flatMap(({ports}) => ports ?? []).map(({name}) => name));
	return ports.find(({targetPort}) => typeof targetPort === 'string' && !names.has(targetPort));
}

function portNames(pod: Pod): string {
	const ports = (pod.spec?.containers ?? []).flatMap(({ports}) => ports ?? []);
	return ports.length === 0 ? 'no port at all' : ports.map(({name, containerPort}) => name === undefined ? `${containerPort} without a name` : `${name} (${containerPort})`).join(', ');
}
