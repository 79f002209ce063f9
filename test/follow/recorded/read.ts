/** What a real cluster told while pods came, failed and went, as observations: by the same converters as live. */
import {readFile} from 'node:fs/promises';
import type {Pod} from '../../../src/diagnosis/objects.ts';
import type {TraceRecord} from '../../../src/gateway/trace.ts';
import {fromAction, fromCall, fromEvent, type PodAction} from '../../../src/follow/from-told.ts';
import type {Observation} from '../../../src/follow/observation.ts';
import {podView} from '../../../src/follow/pod-view.ts';
import type {ToldEvent} from '../../../src/timeline/from-kubernetes.ts';

export type Recording = {readonly observations: readonly Observation[]; /** By the beginning of the pod's name. */ readonly uid: (name: string) => string; /** What was seen until this version of a pod. */ readonly until: (name: string, when: (pod: Pod) => boolean) => readonly Observation[]};

type Line = {readonly at: number} & (
	| {readonly source: 'pod'; readonly data: {readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: Pod}}
	| {readonly source: 'event'; readonly data: {readonly object: ToldEvent}}
	| {readonly source: 'gateway'; readonly data: TraceRecord}
	| {readonly source: 'engine'; readonly data: PodAction}
	| {readonly source: 'etcd'; readonly data: Observation}
);

/** @param version of the Kubernetes that was recorded */
export async function readRecording(version: string): Promise<Recording> {
	const lines = (await readFile(new URL(`v${version}.jsonl`, import.meta.url), 'utf8')).trim().split('\n').map(line => JSON.parse(line) as Line);
	const pods = lines.filter(line => line.source === 'pod');
	return {
		observations: lines.map(line => observationOf(line)),
		uid: name => pods.find(({data: {object}}) => object.metadata.name.startsWith(name))!.data.object.metadata.uid!,
		until(name, when) {
			const last = lines.findIndex(line => line.source === 'pod' && line.data.object.metadata.name.startsWith(name) && when(line.data.object));
			if (last === -1) {
				throw new Error(`no version of ${name} in ${version} is like that`);
			}

			return lines.slice(0, last + 1).map(line => observationOf(line));
		},
	};
}

function observationOf(line: Line): Observation {
	switch (line.source) {
		case 'pod': {
			return {at: line.at, precision: 'millisecond', clock: 'here', seen: {source: 'apiserver', what: 'pod', change: ({ADDED: 'added', MODIFIED: 'modified', DELETED: 'deleted'} as const)[line.data.type], pod: podView(line.data.object)}};
		}

		case 'event': {
			return fromEvent(line.data.object, line.at);
		}

		case 'gateway': {
			return fromCall(line.data);
		}

		case 'engine': {
			return fromAction(line.data);
		}

		case 'etcd': {
			return line.data;
		}
	}
}
