/** A pod, described: where it is, what is in it, and how that is. Pure. */
import type {Meta, Pod} from '../../../diagnosis/objects.ts';
import {podPhase, readyContainers} from '../object-state.ts';
import type {Line} from '../span.ts';
import {conditionLines} from './conditions.ts';
import {containerLines, type ContainerSpec} from './containers.ts';
import {ago, field, list, named, optional, pairs, section} from './fields.ts';

type Spec = {
	readonly nodeName?: string;
	readonly serviceAccountName?: string;
	readonly nodeSelector?: Readonly<Record<string, string>>;
	readonly priorityClassName?: string;
	readonly restartPolicy?: string;
	readonly hostNetwork?: boolean;
	readonly initContainers?: readonly ContainerSpec[];
	readonly containers?: readonly ContainerSpec[];
	readonly volumes?: ReadonlyArray<{readonly name: string; readonly [source: string]: unknown}>;
	readonly tolerations?: ReadonlyArray<{readonly key?: string; readonly operator?: string; readonly value?: string; readonly effect?: string; readonly tolerationSeconds?: number}>;
};

export function podLines(pod: Pod, now: number): Line[] {
	const {spec, status, metadata} = pod;
	const {nodeName, serviceAccountName, nodeSelector, priorityClassName, restartPolicy, hostNetwork, initContainers, containers, volumes, tolerations} = (spec ?? {}) as Spec;
	const {podIP, podIPs, qosClass, message, reason} = (status ?? {}) as {readonly podIP?: string; readonly podIPs?: ReadonlyArray<{readonly ip: string}>; readonly qosClass?: string; readonly message?: string; readonly reason?: string};
	const {text, tone} = podPhase(pod);
	return [
		field('Status', text, tone && {tone}),
		...optional('Reason', reason, {tone: 'bad'}), ...optional('Message', message, {tone: 'bad'}),
		...optional('Deleted', ago((metadata as Meta).deletionTimestamp, now) === undefined ? undefined : 'it is asked to end', {tone: 'warn'}),
		field('Ready', readyContainers(pod)),
		...nodeName === undefined ? [field('Node', 'none yet: no scheduler has chosen one', {tone: 'warn'})] : [field('Node', nodeName)],
		field('Address', podIPs && podIPs.length > 1 ? podIPs.map(({ip}) => ip).join(', ') : podIP ?? '-'),
		...optional('Network', hostNetwork ? 'the node\'s own' : undefined),
		...optional('Account', serviceAccountName), ...optional('Priority', priorityClassName), ...optional('QoS', qosClass), ...optional('Restarts', restartPolicy),
		...list('Selects', pairs(nodeSelector)),
		...containerLines('Init containers', initContainers, status?.initContainerStatuses, now),
		...containerLines('Containers', containers, status?.containerStatuses, now),
		...conditionLines({kind: 'Pod', ...pod}, now),
		...section('Volumes', (volumes ?? []).map(({name, ...source}) => named(name, volumeText(source)))),
		...section('Tolerations', (tolerations ?? []).map(({key, value, effect, tolerationSeconds}) =>
			named(`${key ?? 'everything'}${value === undefined ? '' : `=${value}`}`, [effect ?? 'any effect', ...tolerationSeconds === undefined ? [] : [`for ${tolerationSeconds} s`]].join(', ')))),
	];
}

/** `configMap settings`, `emptyDir, Memory` */
function volumeText(source: Readonly<Record<string, unknown>>): string {
	const [kind = '', details] = Object.entries(source)[0] ?? [];
	const known = (details ?? {}) as Readonly<Record<string, unknown>>;
	const name = known['name'] ?? known['secretName'] ?? known['claimName'] ?? known['path'] ?? known['medium'];
	return name === undefined || name === '' ? kind : `${kind} ${String(name as string)}`;
}
