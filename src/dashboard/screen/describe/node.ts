/** A node, described: its conditions, what it has, and what runs on it. Pure. */
import type {ApiObject} from '../../../api/api.ts';
import type {Pod} from '../../../diagnosis/objects.ts';
import {podPhase, readyContainers, isNodeReady} from '../object-state.ts';
import type {Line} from '../span.ts';
import {conditionLines} from './conditions.ts';
import {field, list, named, optional, section} from './fields.ts';

type Amounts = Readonly<Record<string, string>>;
type NodeSpec = {readonly podCIDR?: string; readonly unschedulable?: boolean; readonly taints?: ReadonlyArray<{readonly key: string; readonly value?: string; readonly effect: string}>};
type NodeStatus = {
	readonly capacity?: Amounts;
	readonly allocatable?: Amounts;
	readonly addresses?: ReadonlyArray<{readonly type: string; readonly address: string}>;
	readonly nodeInfo?: Readonly<Record<string, string>>;
};

/** @param pods all that are known; undefined: none is yet */
export function nodeLines(node: ApiObject, pods: readonly ApiObject[] | undefined, now: number): Line[] {
	const {podCIDR, unschedulable, taints} = (node['spec'] ?? {}) as NodeSpec;
	const {capacity = {}, allocatable = {}, addresses, nodeInfo = {}} = (node['status'] ?? {}) as NodeStatus;
	const ready = isNodeReady(node);
	const here = (pods ?? []).filter(pod => (pod as Pod).spec?.nodeName === node.metadata.name) as readonly Pod[];
	return [
		field('Status', `${ready ? 'Ready' : 'NotReady'}${unschedulable ? ', takes no new pods' : ''}`, {tone: ready && !unschedulable ? 'good' : ready ? 'warn' : 'bad'}),
		...list('Taints', taints?.map(({key, value, effect}) => `${key}${value === undefined ? '' : `=${value}`}:${effect}`) ?? [], {tone: 'warn'}),
		...list('Addresses', addresses?.map(({type, address}) => `${type} ${address}`) ?? []),
		...optional('Pod range', podCIDR),
		...optional('Runtime', nodeInfo['containerRuntimeVersion']), ...optional('Kubelet', nodeInfo['kubeletVersion']), ...optional('System', [nodeInfo['osImage'], nodeInfo['kernelVersion'], nodeInfo['architecture']].filter(Boolean).join(', ')),
		...conditionLines({...node, kind: 'Node'}, now),
		...section('Has, and gives to pods', Object.entries(capacity).filter(([, amount]) => amount !== '0').map(([name, amount]) => named(name, `${amount}, ${allocatable[name] ?? amount}`))),
		...section(`Pods on it: ${pods === undefined ? 'not known yet' : here.length}`, pods === undefined ? [[]] : [
			...here.map(pod => podRow(pod)),
			[{text: '  asked for  ', tone: 'accent' as const}, {text: `${cpuText(sum(here, 'cpu', cpuOf))} of cpu, ${Math.round(sum(here, 'memory', memoryOf) / 1_048_576)}Mi of memory`}],
		]),
	];
}

/** One line of a pod, in the descriptions of what it belongs to. */
export function podRow(pod: Pod): Line {
	const {text, tone} = podPhase(pod);
	return [{text: `  ${pod.metadata.namespace}/${pod.metadata.name}  ${readyContainers(pod)}  `}, {text, ...tone && {tone}}];
}

function sum(pods: readonly Pod[], name: 'cpu' | 'memory', read: (text: string) => number): number {
	return pods.filter(({status}) => !['Succeeded', 'Failed'].includes(status?.phase ?? '')).flatMap(({spec}) => spec?.containers ?? [])
		.reduce((total, container) => total + read((container as {readonly resources?: {readonly requests?: Amounts}}).resources?.requests?.[name] ?? '0'), 0);
}

/** In cores: `250m`, `2`. */
function cpuOf(text: string): number {
	return text.endsWith('m') ? Number.parseFloat(text) / 1000 : Number.parseFloat(text);
}

function cpuText(cores: number): string {
	return cores < 1 ? `${Math.round(cores * 1000)}m` : String(Math.round(cores * 100) / 100);
}

/** In bytes ("Resource units in Kubernetes", Kubernetes documentation). */
export function memoryOf(text: string): number {
	const unit = /[A-Za-z]+$/.exec(text)?.[0] ?? '';
	const binary = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].indexOf(unit);
	const decimal = ['k', 'M', 'G', 'T', 'P', 'E'].indexOf(unit);
	return Number.parseFloat(text) * (binary >= 0 ? 1024 ** (binary + 1) : decimal >= 0 ? 1000 ** (decimal + 1) : unit === 'm' ? 0.001 : 1);
}
