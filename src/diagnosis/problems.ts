/** All that is not well in a cluster, from its objects and its newest events. Pure. */
import {takenHostPorts} from './host-ports.ts';
import {ageOf, type Claim, type ClusterObjects, newestEvent, type Pod, type Service} from './objects.ts';
import {kubectl, oneLine, podFinding} from './pod.ts';
import type {Finding, Problem} from './problem.ts';
import {whyNoEndpoints} from './service.ts';

/** An address, a volume or an endpoint may be a moment late, in seconds. */
const patience = 5;

export function findProblems(objects: ClusterObjects): Problem[] {
	const {pods, claims, services, readAt} = objects;
	const old = ({metadata}: Service | Claim): boolean => ageOf(metadata, readAt) > patience;
	return [
		...pods.filter(pod => !isOvercome(pod, pods)).flatMap(pod => problem('Pod', pod, podFinding(pod, objects.events, readAt))),
		...claims.filter(old).flatMap(claim => problem('PersistentVolumeClaim', claim, claimFinding(claim, objects))),
		...services.flatMap(service => [
			...old(service) ? problem('Service', service, serviceFinding(service, objects)) : [],
			...old(service) ? problem('Service', service, addressFinding(service, objects)) : [],
			...hostPortFindings(service, objects).flatMap(finding => problem('Service', service, finding)),
		]),
	];
}

function problem(kind: Problem['kind'], {metadata}: Pod | Claim | Service, finding: Finding | undefined): Problem[] {
	return finding ? [{kind, namespace: metadata.namespace ?? '', name: metadata.name, reason: finding.reason, message: finding.message, hint: finding.hint}] : [];
}

/** A pod of a Job that failed is no trouble any more when another one did the work. */
function isOvercome({metadata, status}: Pod, pods: readonly Pod[]): boolean {
	const job = metadata.ownerReferences?.find(({kind}) => kind === 'Job');
	return status?.phase === 'Failed' && job !== undefined
		&& pods.some(other => other.status?.phase === 'Succeeded' && other.metadata.ownerReferences?.some(({uid}) => uid === job.uid));
}

function claimFinding(claim: Claim, {pods, classes, events}: ClusterObjects): Finding | undefined {
	const {metadata, spec, status} = claim;
	if (status?.phase === 'Bound' || metadata.deletionTimestamp !== undefined) {
		return undefined;
	}

	const describe = `${kubectl(metadata.namespace)} describe persistentvolumeclaim ${metadata.name}`;
	if (status?.phase === 'Lost') {
		return {reason: 'Lost', message: `its volume ${spec?.volumeName ?? ''} is gone, and its data with it`, hint: `Delete the claim and make it anew: ${describe}`};
	}

	const name = spec?.storageClassName;
	const known = classes.find(({metadata: {name: other}}) => other === name);
	const event = newestEvent(events, {kind: 'PersistentVolumeClaim', metadata});
	if (name !== undefined && name !== '' && !known) {
		return {
			reason: 'StorageClassUnknown', message: `it asks for the StorageClass ${name}, which there is not`,
			hint: classes.length === 0 ? 'Have a StorageClass: single-kube start --addons +storage' : `There is ${classes.map(({metadata: {name: other}}) => other).join(', ')}: make the claim anew with one of them`,
		};
	}

	const used = pods.some(pod => pod.metadata.namespace === metadata.namespace
		&& pod.spec?.volumes?.some(volume => volume.persistentVolumeClaim?.claimName === metadata.name));
	if (known?.volumeBindingMode === 'WaitForFirstConsumer' && !used && !event) {
		return undefined;
	}

	if (name === undefined && !event) {
		return {reason: 'NoStorageClass', message: 'it names no StorageClass, and none was the default when it was made', hint: 'Have one (single-kube start --addons +storage) and make the claim anew'};
	}

	return {reason: event?.reason ?? 'NotBound', message: oneLine(event?.message ?? `it is ${status?.phase ?? 'Pending'}: no volume fits`), hint: `See what it asks for: ${describe}`};
}

function serviceFinding(service: Service, objects: ClusterObjects): Finding | undefined {
	// Without a selector its addresses are somebody's own business, and may well come later.
	const why = service.spec?.selector === undefined ? undefined : whyNoEndpoints(service, objects);
	return why && {reason: why.reason, message: `no endpoints: ${why.message}`, hint: `See more: single-kube service ${service.metadata.name} -n ${service.metadata.namespace}`};
}

function addressFinding(service: Service, {events}: ClusterObjects): Finding | undefined {
	if (service.spec?.type !== 'LoadBalancer' || (service.status?.loadBalancer?.ingress?.length ?? 0) > 0) {
		return undefined;
	}

	const event = newestEvent(events, {kind: 'Service', metadata: service.metadata});
	return event && event.reason !== 'HostPortTaken'
		? {reason: event.reason ?? 'NoAddress', message: `no address: ${oneLine(event.message ?? '')}`, hint: `See what it asks for: ${kubectl(service.metadata.namespace)} describe service ${service.metadata.name}`}
		: {reason: 'NoAddress', message: 'no address for its LoadBalancer', hint: 'Have something that gives addresses: single-kube start --addons +load-balancer'};
}

function hostPortFindings(service: Service, {events}: ClusterObjects): Finding[] {
	return takenHostPorts(service, events).map(({port, message}) => ({
		reason: 'HostPortTaken', message: oneLine(message), hint: `End the program that has the port, or publish another one: single-kube port add ${port + 1}:${port}`,
	}));
}
