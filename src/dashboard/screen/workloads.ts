/** The pane of workloads: nodes, pods, deployments and services as kubectl lists them. Pure. */
import type {ApiObject} from '../../api/api.ts';
import type {Pod, Service} from '../../diagnosis/objects.ts';
import {formatAge} from '../format/amounts.ts';
import {chosenIndex, objectKey, objectRows} from '../rows.ts';
import type {DashboardState, ObjectKind} from '../state.ts';
import {glyphsFor} from './glyphs.ts';
import {isNodeReady, podPhase, readyContainers} from './object-state.ts';
import type {Line} from './span.ts';
import {type Column, table} from './table.ts';
import {firstVisible} from './window.ts';

/** @param room rows without the head @returns the head and the visible rows, or why there are none */
export function workloadsPane(state: DashboardState, width: number, room: number): Line[] {
	const rows = objectRows(state);
	const glyphs = glyphsFor(state.facts.ascii);
	if (rows.length === 0) {
		return [[{text: `  ${whyEmpty(state)}`, tone: 'dim'}]];
	}

	const chosen = chosenIndex(rows.map(row => objectKey(row)), state.chosen.workloads);
	const first = firstVisible(rows.length, room, chosen);
	return table(columnsFor(state), rows.slice(first, first + room), width, {index: chosen - first, focused: state.focus === 'workloads'}, glyphs);
}

function whyEmpty({objects, kind, api, namespace, filters}: DashboardState): string {
	if (objects[kind] === undefined) {
		return api.state === 'lost' ? 'The apiserver does not answer: nothing is known' : 'Asking the apiserver';
	}

	return filters.workloads !== '' || (namespace !== undefined && kind !== 'nodes') ? `No ${kind} that match` : `No ${kind}`;
}

function columnsFor(state: DashboardState): ReadonlyArray<Column<ApiObject>> {
	const age: Column<ApiObject> = {title: 'AGE', width: 4, align: 'right', drop: 1, cell: ({metadata}) => ({text: formatAge(state.now - Date.parse(String(metadata['creationTimestamp'])))})};
	const named: Array<Column<ApiObject>> = [
		...state.kind !== 'nodes' && state.namespace === undefined ? [{title: 'NAMESPACE', width: 11, drop: 4, cell: ({metadata}: ApiObject) => ({text: metadata.namespace ?? ''})}] : [],
		{title: 'NAME', width: 16, upTo: 48, cell: ({metadata}) => ({text: metadata.name})},
	];
	return [...named, ...columnsOf[state.kind], age];
}

const columnsOf: Readonly<Record<ObjectKind, ReadonlyArray<Column<ApiObject>>>> = {
	pods: [
		{title: 'READY', width: 5, cell: pod => ({text: readyContainers(pod as Pod)})},
		{title: 'STATUS', width: 12, cell: pod => podPhase(pod as Pod)},
		{title: 'RESTARTS', width: 8, align: 'right', drop: 5, cell: pod => ({text: String((pod as Pod).status?.containerStatuses?.reduce((sum, {restartCount = 0}) => sum + restartCount, 0) ?? 0)})},
	],
	deployments: [
		{
			title: 'READY', width: 7, cell(deployment) {
				const {spec, status} = deployment as Deployment;
				const wanted = spec?.replicas ?? 1;
				const ready = status?.readyReplicas ?? 0;
				return {text: `${ready}/${wanted}`, tone: ready >= wanted ? 'good' : 'warn'};
			},
		},
		{title: 'UP-TO-DATE', width: 10, align: 'right', drop: 3, cell: deployment => ({text: String((deployment as Deployment).status?.updatedReplicas ?? 0)})},
	],
	services: [
		{title: 'TYPE', width: 12, cell: service => ({text: (service as Service).spec?.type ?? ''})},
		{title: 'CLUSTER-IP', width: 15, drop: 3, cell: service => ({text: (service as Service).spec?.clusterIP ?? ''})},
		{title: 'PORTS', width: 14, drop: 2, cell: service => ({text: portsOf(service as Service)})},
	],
	nodes: [
		{title: 'STATUS', width: 10, cell: node => isNodeReady(node) ? {text: 'Ready', tone: 'good'} : {text: 'NotReady', tone: 'bad'}},
		{title: 'VERSION', width: 9, drop: 3, cell: node => ({text: String((node['status'] as {nodeInfo?: {kubeletVersion?: string}} | undefined)?.nodeInfo?.kubeletVersion ?? '')})},
	],
};

type Deployment = ApiObject & {
	readonly spec?: {readonly replicas?: number};
	readonly status?: {readonly readyReplicas?: number; readonly updatedReplicas?: number};
};

function portsOf({spec}: Service): string {
	return spec?.ports?.map(({port, nodePort, protocol = 'TCP'}) => `${port}${nodePort === undefined ? '' : `:${nodePort}`}${protocol === 'TCP' ? '' : `/${protocol}`}`).join(',') ?? '';
}
