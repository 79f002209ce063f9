/** The columns of each kind of objects: those of `kubectl get`, the ones that it has only with `-o wide` going first where there is no room. Pure. */
import type {ApiObject} from '../../api/api.ts';
import type {Claim, ContainerStatus, Pod, Service} from '../../diagnosis/objects.ts';
import {formatAge} from '../format/amounts.ts';
import type {ObjectKind} from '../kinds.ts';
import {isNodeReady, podPhase, readyContainers} from './object-state.ts';
import type {Span} from './span.ts';
import type {Column} from './table.ts';

type Columns = ReadonlyArray<Column<ApiObject>>;

/** Between the name and the age. @param now milliseconds since the epoch */
export function columnsOf(kind: ObjectKind, now: number): Columns {
	switch (kind) {
		case 'pods': {
			return [
				{title: 'READY', width: 5, cell: pod => ({text: readyContainers(pod as Pod)})},
				{title: 'STATUS', width: 12, upTo: 18, cell: pod => podPhase(pod as Pod)},
				{title: 'RESTARTS', width: 8, upTo: 12, drop: 5, cell: pod => ({text: restartsOf(pod as Pod, now)})},
				{title: 'IP', width: 11, drop: 6, cell: pod => ({text: String((pod as Pod & {status?: {podIP?: string}}).status?.podIP ?? '-')})},
				{title: 'NODE', width: 8, upTo: 16, drop: 7, cell: pod => ({text: (pod as Pod).spec?.nodeName ?? '-'})},
			];
		}

		case 'deployments': {
			return [replicasColumn, count('UP-TO-DATE', 10, 3, 'updatedReplicas'), count('AVAILABLE', 9, 4, 'availableReplicas')];
		}

		case 'statefulsets': {
			return [replicasColumn];
		}

		case 'replicasets': {
			return [
				{title: 'DESIRED', width: 7, align: 'right', cell: object => ({text: String(field(object, 'spec', 'replicas') ?? 1)})},
				count('CURRENT', 7, 4, 'replicas'), count('READY', 5, undefined, 'readyReplicas'),
			];
		}

		case 'daemonsets': {
			return [
				count('DESIRED', 7, undefined, 'desiredNumberScheduled'), count('CURRENT', 7, 4, 'currentNumberScheduled'), count('READY', 5, undefined, 'numberReady'),
				count('UP-TO-DATE', 10, 5, 'updatedNumberScheduled'), count('AVAILABLE', 9, 6, 'numberAvailable'),
			];
		}

		case 'jobs': {
			return [
				{title: 'STATUS', width: 9, cell: job => jobStatus(job)},
				{title: 'COMPLETIONS', width: 11, drop: 3, cell: job => ({text: `${String(field(job, 'status', 'succeeded') ?? 0)}/${String(field(job, 'spec', 'completions') ?? 1)}`})},
				{title: 'DURATION', width: 8, align: 'right', drop: 4, cell: job => ({text: durationOf(job, now)})},
			];
		}

		case 'services': {
			return [
				{title: 'TYPE', width: 12, cell: service => ({text: (service as Service).spec?.type ?? ''})},
				{title: 'CLUSTER-IP', width: 13, drop: 3, cell: service => ({text: (service as Service).spec?.clusterIP ?? ''})},
				{title: 'EXTERNAL-IP', width: 13, drop: 5, cell: service => ({text: externalAddress(service as Service)})},
				{title: 'PORT(S)', width: 14, upTo: 40, drop: 2, cell: service => ({text: portsOf(service as Service)})},
			];
		}

		case 'nodes': {
			return [
				{title: 'STATUS', width: 8, upTo: 24, cell: node => nodeStatus(node)},
				{title: 'ROLES', width: 13, drop: 4, cell: node => ({text: rolesOf(node)})},
				{title: 'VERSION', width: 9, drop: 3, cell: node => ({text: String((field(node, 'status', 'nodeInfo') as {kubeletVersion?: string} | undefined)?.kubeletVersion ?? '')})},
			];
		}

		case 'ingresses': {
			return [
				{title: 'CLASS', width: 8, drop: 4, cell: ingress => ({text: String(field(ingress, 'spec', 'ingressClassName') ?? '<none>')})},
				{title: 'HOSTS', width: 14, upTo: 40, cell: ingress => ({text: hostsOf(ingress)})},
				{title: 'ADDRESS', width: 13, drop: 3, cell: ingress => ({text: externalAddress(ingress as Service, '')})},
				{title: 'PORTS', width: 7, drop: 5, cell: ingress => ({text: Array.isArray(field(ingress, 'spec', 'tls')) ? '80, 443' : '80'})},
			];
		}

		case 'configmaps': {
			return [{title: 'DATA', width: 4, align: 'right', cell: ({data, binaryData}) => ({text: String(Object.keys({...data as object, ...binaryData as object}).length)})}];
		}

		case 'persistentvolumeclaims': {
			return [
				{title: 'STATUS', width: 8, cell: claim => claimStatus(claim as Claim)},
				{title: 'VOLUME', width: 12, upTo: 40, drop: 4, cell: claim => ({text: (claim as Claim).spec?.volumeName ?? ''})},
				{title: 'CAPACITY', width: 8, align: 'right', drop: 2, cell: claim => ({text: String((field(claim, 'status', 'capacity') as {storage?: string} | undefined)?.storage ?? '')})},
				{title: 'ACCESS', width: 6, drop: 5, cell: claim => ({text: accessModes(claim)})},
				{title: 'STORAGECLASS', width: 12, drop: 3, cell: claim => ({text: (claim as Claim).spec?.storageClassName ?? '<unset>'})},
			];
		}
	}
}

function field(object: ApiObject, part: 'spec' | 'status', name: string): unknown {
	return (object[part] as Readonly<Record<string, unknown>> | undefined)?.[name];
}

const replicasColumn: Column<ApiObject> = {
	title: 'READY', width: 7, cell(object) {
		const wanted = Number(field(object, 'spec', 'replicas') ?? 1);
		const ready = Number(field(object, 'status', 'readyReplicas') ?? 0);
		return {text: `${ready}/${wanted}`, tone: ready >= wanted ? 'good' : 'warn'};
	},
};

function count(title: string, width: number, drop: number | undefined, name: string): Column<ApiObject> {
	return {title, width, align: 'right', ...drop === undefined ? {} : {drop}, cell: object => ({text: String(field(object, 'status', name) ?? 0)})};
}

/** `2 (5m ago)`: how long ago the last one was. */
function restartsOf({status}: Pod, now: number): string {
	const all: readonly ContainerStatus[] = status?.containerStatuses ?? [];
	const restarts = all.reduce((sum, {restartCount = 0}) => sum + restartCount, 0);
	const last = Math.max(...all.map(({lastState}) => Date.parse((lastState?.terminated as {finishedAt?: string} | undefined)?.finishedAt ?? '') || 0));
	return restarts > 0 && last > 0 ? `${restarts} (${formatAge(now - last)} ago)` : String(restarts);
}

function nodeStatus(node: ApiObject): Span {
	const cordoned = field(node, 'spec', 'unschedulable') === true ? ',SchedulingDisabled' : '';
	return isNodeReady(node) ? {text: `Ready${cordoned}`, tone: cordoned === '' ? 'good' : 'warn'} : {text: `NotReady${cordoned}`, tone: 'bad'};
}

/** From its labels, as kubectl reads them. */
function rolesOf({metadata}: ApiObject): string {
	const prefix = 'node-role.kubernetes.io/';
	const roles = Object.keys(metadata.labels ?? {}).filter(label => label.startsWith(prefix)).map(label => label.slice(prefix.length));
	return roles.length === 0 ? '<none>' : roles.sort().join(',');
}

function jobStatus(job: ApiObject): Span {
	const conditions = (field(job, 'status', 'conditions') ?? []) as ReadonlyArray<{readonly type: string; readonly status: string}>;
	const [last] = ['Failed', 'Complete', 'Suspended'].filter(type => conditions.some(condition => condition.type === type && condition.status === 'True'));
	return last === 'Complete' ? {text: last, tone: 'good'} : last === 'Failed' ? {text: last, tone: 'bad'} : {text: last ?? 'Running', tone: 'warn'};
}

function durationOf(job: ApiObject, now: number): string {
	const start = Date.parse(String(field(job, 'status', 'startTime') ?? ''));
	return Number.isNaN(start) ? '' : formatAge((Date.parse(String(field(job, 'status', 'completionTime') ?? '')) || now) - start);
}

function claimStatus({status}: Claim): Span {
	const phase = status?.phase ?? '';
	return {text: phase, tone: phase === 'Bound' ? 'good' : phase === 'Lost' ? 'bad' : 'warn'};
}

function accessModes(claim: ApiObject): string {
	const short: Readonly<Record<string, string>> = {ReadWriteOnce: 'RWO', ReadOnlyMany: 'ROX', ReadWriteMany: 'RWX', ReadWriteOncePod: 'RWOP'};
	return ((field(claim, 'status', 'accessModes') ?? []) as readonly string[]).map(mode => short[mode] ?? mode).join(',');
}

function hostsOf(ingress: ApiObject): string {
	const rules = (field(ingress, 'spec', 'rules') ?? []) as ReadonlyArray<{readonly host?: string}>;
	return rules.length === 0 ? '*' : rules.map(({host = '*'}) => host).join(',');
}

function externalAddress({spec, status}: Service, none = '<none>'): string {
	const balanced = status?.loadBalancer?.ingress?.map(({ip, hostname}) => ip ?? hostname ?? '').join(',');
	const given = (spec as {readonly externalIPs?: readonly string[]} | undefined)?.externalIPs?.join(',');
	return spec?.externalName ?? (balanced === undefined || balanced === '' ? given ?? (spec?.type === 'LoadBalancer' ? '<pending>' : none) : balanced);
}

function portsOf({spec}: Service): string {
	return spec?.ports?.map(({port, nodePort, protocol = 'TCP'}) => `${port}${nodePort === undefined ? '' : `:${nodePort}`}/${protocol}`).join(',') ?? '<none>';
}
