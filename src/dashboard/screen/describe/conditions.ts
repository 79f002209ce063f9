/** What Kubernetes says of an object's state: conditions and events. Pure. */
import type {ApiObject} from '../../../api/api.ts';
import type {KubernetesEvent} from '../../../diagnosis/objects.ts';
import {formatAge} from '../../format/amounts.ts';
import {timeOf} from '../events.ts';
import type {Line} from '../span.ts';
import {ago, section} from './fields.ts';

type Condition = {readonly type: string; readonly status: string; readonly reason?: string; readonly message?: string; readonly lastTransitionTime?: string};

/** Those that are not as they should be are marked: of a node, each but Ready should be False. */
export function conditionLines({kind, status}: ApiObject, now: number): Line[] {
	const {conditions = []} = (status ?? {}) as {readonly conditions?: readonly Condition[]};
	const longest = Math.max(...conditions.map(({type, status: is}) => type.length + is.length + 1));
	return section('Conditions', conditions.map(({type, status: is, reason, message, lastTransitionTime}): Line => {
		const wanted = (kind === 'Node' && type !== 'Ready') || ['Failed', 'FailureTarget', 'ReplicaFailure', 'Suspended', 'DisruptionTarget'].includes(type) ? 'False' : 'True';
		return [
			{text: `  ${`${type}=${is}`.padEnd(longest)} `, ...is === wanted ? {} : {tone: 'warn' as const}},
			{text: [ago(lastTransitionTime, now), reason, message].filter(part => part !== undefined && part !== '').join('  '), tone: 'dim'},
		];
	}));
}

/** Those about this very object: one that was made anew under the same name has events of its own. */
export function eventLines({kind, metadata: {name, namespace, uid}}: ApiObject, events: readonly KubernetesEvent[], now: number): Line[] {
	const about = events.filter(({involvedObject: object}) => object?.name === name && object.namespace === namespace && (object.kind === undefined || kind === undefined || object.kind === kind)
		// The kubelet gives a node's name as its uid.
		&& (object.uid === undefined || uid === undefined || object.uid === uid || object.uid === name));
	return section('Events', about.map((event): Line => {
		const count = Number(event['count'] ?? 1);
		return [
			{text: `  ${formatAge(now - timeOf(event)).padStart(4)}  `, tone: 'dim'},
			{text: `${event.reason ?? ''}: ${(event.message ?? '').replaceAll(/\s+/g, ' ')}${count > 1 ? ` (${count} times)` : ''}`, ...event.type === 'Warning' && {tone: 'warn' as const}},
		];
	}));
}
