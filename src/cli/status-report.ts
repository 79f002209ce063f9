/** What status prints of a cluster: a line, the components, what is wrong, what to do next. Pure. */
import type {Problem} from '../diagnosis/problem.ts';
import type {ComponentReport} from '../status/components.ts';
import type {NodeReport} from '../status/nodes.ts';
import type {ClusterReport} from '../status/report.ts';
import type {Trouble} from '../status/troubles.ts';
import {type Column, fittingTable} from './fitting-table.ts';
import {formatAge} from './output.ts';

export type StatusFormat = {
	/** Containers, images and all conditions of nodes, too. */
	readonly wide?: boolean;
	/** In characters; undefined: as wide as it gets. */
	readonly width?: number;
};

export function formatStatus(report: ClusterReport, {wide = false, width}: StatusFormat = {}): string {
	const {name, state, spec, engine, components, pods, nodes, apiAnswers, troubles, problems, next} = report;
	const version = spec ? `: Kubernetes ${spec.kubernetesVersion} at https://127.0.0.1:${spec.apiPort}` : '';
	return [
		`The cluster ${name} is ${state}${version}, on ${engine.host} (${engine.origin})`,
		'',
		fittingTable(wide ? [...columns, ...wideColumns] : columns, components, width),
		'',
		...formatNodes(nodes, wide),
		`Containers of pods: ${pods.running} running, ${pods.other} not`,
		...state === 'stopped' || state === 'paused' ? [] : formatTroubles(troubles),
		...formatProblems(problems),
		...apiAnswers || state === 'stopped' || state === 'paused' ? [] : ['', 'The apiserver does not answer: of nodes, pods, claims and services nothing is known'],
		'',
		`${next.why}. Next: ${next.command}`,
	].join('\n');
}

const columns: ReadonlyArray<Column<ComponentReport>> = [
	{title: 'COMPONENT', rank: 0, cell: ({component}) => component},
	{title: 'STATE', rank: 0, cell: stateOf},
	{title: 'HEALTH', rank: 1, cell: healthOf},
	{title: 'RESTARTS', rank: 4, cell: ({restarts}) => String(restarts)},
	{title: 'AGE', rank: 2, cell: ({ageSeconds}) => formatAge(ageSeconds)},
	{title: 'CPU', rank: 3, cell: ({cpuPercent}) => cpuPercent === undefined ? '-' : `${cpuPercent.toFixed(1)}%`},
	{title: 'MEMORY', rank: 3, cell: ({memoryBytes}) => memoryBytes === undefined ? '-' : `${Math.round(memoryBytes / 2 ** 20)} MiB`},
	{title: 'VERSION', rank: 5, cell: ({version}) => version ?? '-'},
	{title: 'ADDRESS', rank: 6, cell: ({address}) => address ?? '-'},
];

const wideColumns: ReadonlyArray<Column<ComponentReport>> = [
	{title: 'CONTAINER', rank: 7, cell: ({container}) => container},
	{title: 'IMAGE', rank: 8, cell: ({image}) => image},
];

function stateOf(report: ComponentReport): string {
	return [stateAlone(report), ...(report.faults ?? []).filter(({kind}) => kind !== 'pause').map(({kind}) => `fault: ${kind}`)].join(', ');
}

function stateAlone({state, held, exitCode, outOfMemory, job}: ComponentReport): string {
	if (state !== 'exited') {
		return state;
	}

	if (held) {
		return 'stopped';
	}

	return job && exitCode === 0 ? 'done' : `exited (${exitCode}${outOfMemory ? ', no memory' : ''})`;
}

function healthOf({health, state}: ComponentReport): string {
	switch (health?.kind) {
		case 'healthy': {
			return 'ok';
		}

		case 'unhealthy': {
			return health.message.length > 40 ? `${health.message.slice(0, 39)}…` : health.message;
		}

		case 'unknown': {
			return 'unknown';
		}

		case undefined: {
			return state === 'running' ? '' : '-';
		}
	}
}

/** Only what is not as it should be; all of it when that was asked for. */
function formatNodes(nodes: readonly NodeReport[], wide: boolean): string[] {
	const lines = nodes.flatMap(({name, ready, unschedulable, kubeletVersion, runtime, conditions, bad}) => [
		...wide || !ready || unschedulable ? [`Node ${name}: ${ready ? 'Ready' : 'NotReady'}${unschedulable ? ', takes no new pods' : ''}${wide ? `, kubelet ${kubeletVersion}, ${runtime}` : ''}`] : [],
		...(wide ? conditions : bad).map(({type, status, reason, message}) => `  ${wide ? '' : `Node ${name}: `}${type} is ${status}: ${reason}: ${message}`),
	]);
	return lines.length > 0 ? [...lines, ''] : [];
}

function formatTroubles(troubles: readonly Trouble[]): string[] {
	// One alone is what the last line says.
	return troubles.length < 2 ? [] : ['', 'Not as it should be:', ...troubles.map(({component, message, because}) => `  ${component} ${message}${because === undefined ? '' : ` (because of ${because})`}`)];
}

/** Two lines each: what is not well, and what to do. */
export function formatProblems(problems: readonly Problem[]): string[] {
	return problems.length === 0 ? [] : ['', 'Not well:', ...problems.flatMap(({kind, namespace, name, reason, message, hint}) =>
		[`  ${kind} ${namespace}/${name}: ${reason}: ${message}`, `    to do: ${hint}`])];
}

/** What is the same while nothing happens: without ages and measurements. */
export function essenceOf({components, pods, apiAnswers, nodes, troubles, problems, next, state}: ClusterReport): string {
	return JSON.stringify({
		// A fault's age stands in its message.
		state, pods, apiAnswers, troubles: troubles.map(({component, kind, because, message}) => ({component, kind, because, message: kind === 'fault' ? '' : message})), problems, next: next.command,
		nodes: nodes.map(({name, ready, unschedulable, bad}) => ({name, ready, unschedulable, bad: bad.map(({type}) => type)})),
		components: components.map(({component, state, held, faults, exitCode, health, restarts, version}) => ({component, state, held, faults: faults?.map(({said}) => said), exitCode, health, restarts, version})),
	});
}
