/** What is known of one object: in short, and as YAML. Pure. */
import {stringify} from 'yaml';
import type {ApiObject} from '../../api/api.ts';
import type {KubernetesEvent, Meta, Pod} from '../../diagnosis/objects.ts';
import {formatAge} from '../format/amounts.ts';
import {plainText} from '../format/cells.ts';
import type {DashboardState} from '../state.ts';
import {timeOf} from './events.ts';
import {podPhase, readyContainers} from './object-state.ts';
import type {Line} from './span.ts';

type Condition = {readonly type: string; readonly status: string; readonly reason?: string; readonly message?: string};

/** Where it is, its conditions, its containers, and the events about it. */
export function objectSummary(object: ApiObject, {now, kubernetesEvents, kind, facts}: DashboardState): Line[] {
	const {name, namespace, labels} = object.metadata;
	const {creationTimestamp} = object.metadata as Meta;
	const status = object['status'] as {conditions?: readonly Condition[]} | undefined;
	const clean = (text: string): string => plainText(text, facts.ascii);
	return [
		field('Name', name),
		...namespace === undefined ? [] : [field('Namespace', namespace)],
		field('Age', formatAge(now - Date.parse(creationTimestamp ?? ''))),
		...labels ? [field('Labels', Object.entries(labels).map(([key, value]) => `${key}=${value}`).join(' '))] : [],
		...kind === 'pods' ? podLines(object as Pod) : [],
		...section('Conditions', (status?.conditions ?? []).map(({type, status: is, reason, message}): Line =>
			[{text: `  ${type}=${is}`}, {text: ['', reason, message].filter(part => part !== undefined).join('  '), tone: 'dim'}])),
		...section('Events', kubernetesEvents.filter((event: KubernetesEvent) => event.involvedObject?.name === name && event.involvedObject.namespace === namespace)
			.map((event): Line => [{text: `  ${formatAge(now - timeOf(event)).padStart(4)}  `, tone: 'dim'}, {text: clean(`${String(event['reason'])}: ${String(event['message'])}`)}])),
	];
}

/** Read only: what the apiserver has, without the record of who set which field. */
export function objectYaml(object: ApiObject, ascii: boolean): Line[] {
	return stringify(object, {lineWidth: 0}).trimEnd().split('\n').map(text => [{text: plainText(text, ascii)}]);
}

function podLines(pod: Pod): Line[] {
	const {spec, status} = pod;
	return [
		[{text: 'Status      ', tone: 'accent'}, podPhase(pod)],
		field('Ready', readyContainers(pod)),
		field('Node', spec?.nodeName ?? 'none yet: no scheduler has chosen one'),
		field('Address', String((status as {podIP?: string} | undefined)?.podIP ?? '-')),
		...section('Containers', (spec?.containers ?? []).map(({name, image}): Line => [{text: `  ${name}  `}, {text: image ?? '', tone: 'dim'}])),
	];
}

function field(name: string, value: string): Line {
	return [{text: name.padEnd(12), tone: 'accent'}, {text: value}];
}

function section(title: string, lines: readonly Line[]): Line[] {
	return lines.length === 0 ? [] : [[], [{text: title, tone: 'accent'}], ...lines];
}
