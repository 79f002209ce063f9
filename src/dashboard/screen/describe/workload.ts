/** What makes pods, described: how many, from what, and those that there are. Pure. */
import type {ApiObject} from '../../../api/api.ts';
import type {Pod} from '../../../diagnosis/objects.ts';
import {selectorOf} from '../../../port-forward/target.ts';
import type {Line} from '../span.ts';
import {conditionLines} from './conditions.ts';
import {containerLines, type ContainerSpec} from './containers.ts';
import {ago, field, list, named, optional, pairs, section} from './fields.ts';
import {podRow} from './node.ts';

type Spec = {
	readonly replicas?: number;
	readonly completions?: number;
	readonly parallelism?: number;
	readonly paused?: boolean;
	readonly serviceName?: string;
	readonly strategy?: Strategy;
	readonly updateStrategy?: Strategy;
	readonly template?: {readonly metadata?: {readonly annotations?: Readonly<Record<string, string>>}; readonly spec?: {readonly initContainers?: readonly ContainerSpec[]; readonly containers?: readonly ContainerSpec[]; readonly volumes?: ReadonlyArray<{readonly name: string}>}};
};
type Strategy = {readonly type?: string; readonly rollingUpdate?: Readonly<Record<string, number | string>>};

/** @param pods all that are known; undefined: none is yet */
export function workloadLines(object: ApiObject, pods: readonly ApiObject[] | undefined, now: number): Line[] {
	const {replicas, completions, parallelism, paused, serviceName, strategy, updateStrategy, template} = (object['spec'] ?? {}) as Spec;
	const status = (object['status'] ?? {}) as Readonly<Record<string, unknown>>;
	const selector = selectorOf(object);
	const {type, rollingUpdate} = strategy ?? updateStrategy ?? {};
	return [
		...replicas === undefined ? [] : [field('Replicas', `${replicas} wanted, ${countText(status, {replicas: 'there', updatedReplicas: 'updated', readyReplicas: 'ready', availableReplicas: 'available', unavailableReplicas: 'unavailable'})}`, Number(status['readyReplicas'] ?? 0) < replicas ? {tone: 'warn'} : {})],
		...object.kind === 'DaemonSet' ? [field('Pods', `${Number(status['desiredNumberScheduled'] ?? 0)} wanted, ${countText(status, {currentNumberScheduled: 'there', updatedNumberScheduled: 'updated', numberReady: 'ready', numberAvailable: 'available', numberMisscheduled: 'where none should be'})}`)] : [],
		...object.kind === 'Job' ? [field('Completions', `${completions ?? 1} wanted, ${parallelism ?? 1} at a time, ${countText(status, {active: 'run', succeeded: 'succeeded', failed: 'failed'})}`), ...optional('Started', ago(status['startTime'], now)), ...optional('Completed', ago(status['completionTime'], now))] : [],
		...list('Selector', pairs(selector)),
		...optional('Service', serviceName),
		...optional('Strategy', type && [type, ...pairs(rollingUpdate)].join(', ')),
		...optional('Paused', paused ? 'changes make no new pods until it is resumed' : undefined, {tone: 'warn'}),
		...optional('Restarted', ago(template?.metadata?.annotations?.['kubectl.kubernetes.io/restartedAt'], now)),
		...containerLines('Init containers', template?.spec?.initContainers, undefined, now), ...containerLines('Containers', template?.spec?.containers, undefined, now),
		...section('Volumes', (template?.spec?.volumes ?? []).map(({name, ...source}) => named(name, Object.keys(source).join(', ')))),
		...conditionLines(object, now),
		...selector ? section(`Pods${pods === undefined ? ': not known yet' : ''}`, pods === undefined ? [[]] : podsOf(object, selector, pods)) : [],
	];
}

function podsOf({metadata: {namespace}}: ApiObject, selector: Readonly<Record<string, string>>, pods: readonly ApiObject[]): Line[] {
	const own = pods.filter(({metadata}) => metadata.namespace === namespace && Object.entries(selector).every(([name, value]) => metadata.labels?.[name] === value));
	return own.length === 0 ? [[{text: '  none', tone: 'dim'}]] : own.map(pod => podRow(pod as Pod));
}

function countText(status: Readonly<Record<string, unknown>>, words: Readonly<Record<string, string>>): string {
	return Object.entries(words).flatMap(([name, word]) => status[name] === undefined ? [] : [`${String(status[name] as number)} ${word}`]).join(', ') || 'none there';
}
