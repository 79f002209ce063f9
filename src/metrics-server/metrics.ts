/** The objects of metrics.k8s.io/v1beta1, and tables of them. Pure. */
import type {ApiObject} from '../api/api.ts';
import {bytes, cores} from './quantity.ts';
import {groupVersion} from './target.ts';
import type {PodUsage, Usage} from './usage.ts';

type Amounts = {readonly cpu: string; readonly memory: string};
type Metadata = {readonly name: string; readonly namespace?: string; readonly creationTimestamp: string; readonly labels?: Readonly<Record<string, string>>};

export type NodeMetrics = {
	readonly kind: 'NodeMetrics'; readonly apiVersion: string; readonly metadata: Metadata;
	readonly timestamp: string; readonly window: string; readonly usage: Amounts;
};
export type PodMetrics = {
	readonly kind: 'PodMetrics'; readonly apiVersion: string; readonly metadata: Metadata;
	readonly timestamp: string; readonly window: string; readonly containers: ReadonlyArray<{readonly name: string; readonly usage: Amounts}>;
	/** For tables; never sent. */
	readonly [total]: Amounts;
};

const total = Symbol('what all containers use');

/** The longest time between two of a kubelet's samples, rounded up as metrics-server has it for summaries. */
const window = '30s';

export function nodeMetrics({metadata}: ApiObject, usage: Usage): NodeMetrics {
	return {kind: 'NodeMetrics', apiVersion: groupVersion, metadata: metadataOf(metadata), timestamp: seconds(usage.time), window, usage: amounts([usage])};
}

export function podMetrics({metadata}: ApiObject, {time, containers}: PodUsage): PodMetrics {
	return {
		kind: 'PodMetrics', apiVersion: groupVersion, metadata: metadataOf(metadata), timestamp: seconds(time), window,
		containers: containers.map(container => ({name: container.name, usage: amounts([container])})),
		[total]: amounts(containers),
	};
}

/** @param kind of the items @param one whether one was asked for by its name */
export function answerOf(kind: 'NodeMetrics' | 'PodMetrics', items: ReadonlyArray<NodeMetrics | PodMetrics>, one: boolean): object {
	return one ? items[0]! : {kind: `${kind}List`, apiVersion: groupVersion, metadata: {}, items: inOrder(items)};
}

/** @param version of meta.k8s.io that the client reads @returns as `kubectl get` prints it ("Receiving resources as Tables", Kubernetes API concepts) */
export function tableOf(version: string, items: ReadonlyArray<NodeMetrics | PodMetrics>): object {
	return {
		kind: 'Table', apiVersion: `meta.k8s.io/${version}`, metadata: {},
		columnDefinitions: [
			{name: 'Name', type: 'string', format: 'name', description: 'Name of the resource', priority: 0},
			{name: 'cpu', type: 'string', format: 'quantity', description: 'CPU in use', priority: 0},
			{name: 'memory', type: 'string', format: 'quantity', description: 'Memory in use, without what can be reclaimed', priority: 0},
			{name: 'Window', type: 'string', format: 'duration', description: 'Time over which the CPU was measured', priority: 0},
		],
		rows: inOrder(items).map(item => {
			const {cpu, memory} = item.kind === 'NodeMetrics' ? item.usage : item[total];
			return {
				cells: [item.metadata.name, cpu, memory, item.window],
				object: {kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}`, metadata: item.metadata},
			};
		}),
	};
}

function inOrder<T extends {readonly metadata: Metadata}>(items: readonly T[]): T[] {
	const key = ({metadata}: T): string => `${metadata.namespace ?? ''}/${metadata.name}`;
	return [...items].sort((a, b) => key(a) < key(b) ? -1 : 1);
}

function metadataOf({name, namespace, labels}: ApiObject['metadata']): Metadata {
	return {name, ...namespace === undefined ? {} : {namespace}, creationTimestamp: seconds(new Date().toISOString()), ...labels === undefined ? {} : {labels}};
}

function amounts(usages: readonly Usage[]): Amounts {
	const sum = (pick: (usage: Usage) => number): number => usages.reduce((before, usage) => before + pick(usage), 0);
	return {cpu: cores(sum(({nanoCores}) => nanoCores)), memory: bytes(sum(({workingSetBytes}) => workingSetBytes))};
}

/** The API's times have whole seconds. */
function seconds(time: string): string {
	return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}
