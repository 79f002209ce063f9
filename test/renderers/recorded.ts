/** A start as it was seen, with times that a test can count on. */
import {EventQueue, type SingleKubeEvent, type TimedEvent} from '../../src/events.ts';
import type {Output} from '../../src/renderers/choose.ts';

const events: ReadonlyArray<readonly [number, SingleKubeEvent]> = [
	[0, {type: 'phase-started', phase: 'images', title: 'Images'}],
	[100, {type: 'image-build-started', image: 'builder', reason: 'there is none'}],
	[200, {type: 'image-build-progressed', image: 'builder', step: 1, steps: 9, line: 'Step 1/9 : ARG BASE'}],
	[5000, {type: 'image-build-progressed', image: 'builder', step: 3, steps: 9, line: 'compiling kubelet\n'}],
	[10_300, {type: 'image-build-progressed', image: 'builder', step: 3, steps: 9, line: 'compiling kube-proxy'}],
	[75_000, {type: 'image-build-finished', image: 'builder', seconds: 74.9}],
	[75_100, {type: 'phase-finished', phase: 'images', title: 'Images', seconds: 75.1}],
	[75_200, {type: 'phase-started', phase: 'cluster', title: 'Cluster default'}],
	[75_250, {type: 'noted', phase: 'cluster', text: 'port 6443 is taken, 40123 it is'}],
	[75_300, {type: 'operation-started', id: 4, operation: 'start-container', resource: 'etcd', reason: 'it does not run'}],
	[75_500, {type: 'operation-finished', id: 4, operation: 'start-container', resource: 'etcd', startedAt: 75_300, seconds: 0.2}],
	[75_900, {type: 'component-ready', component: 'etcd', seconds: 0.3}],
	[76_000, {type: 'warned', phase: 'cluster', text: 'the disk is nearly full'}],
	[76_100, {type: 'check-finished', check: 'node Ready', ok: true, seconds: 0.1, detail: 'node-1'}],
	[76_200, {type: 'check-finished', check: 'kubectl logs', ok: false, seconds: 3, detail: ''}],
	[195_300, {type: 'operation-failed', id: 5, operation: 'await-ready', resource: 'kubelet@node-1', message: 'it ended with code 1'}],
];

export const recorded: readonly TimedEvent[] = events.map(([at, event]) => ({...event, at: 1_700_000_000_000 + at}));

/** The recorded events as something that renderers read. */
export async function * replay(): AsyncGenerator<TimedEvent> {
	yield * recorded;
}

const downloaded: ReadonlyArray<readonly [number, SingleKubeEvent]> = [
	[0, {type: 'download-started', name: 'kubelet', url: 'https://dl.k8s.io/kubelet'}],
	[100, {type: 'download-progressed', name: 'kubelet', bytes: 0, total: 58_300_000}],
	[200, {type: 'download-progressed', name: 'kubelet', bytes: 1000, total: 58_300_000}],
	[10_300, {type: 'download-progressed', name: 'kubelet', bytes: 30_150_001, total: 58_300_000}],
	[10_400, {type: 'download-progressed', name: 'kubectl', bytes: 1_000_000}],
	[20_000, {type: 'download-finished', name: 'kubelet', bytes: 58_300_000, seconds: 20}],
];

/** A download of two files, the second without a length. */
export async function * downloads(): AsyncGenerator<TimedEvent> {
	for (const [at, event] of downloaded) {
		yield {...event, at: 1_700_000_000_000 + at};
	}
}

export function filledQueue(): EventQueue {
	const queue = new EventQueue();
	for (const [, event] of events) {
		queue.push(event);
	}

	queue.end();
	return queue;
}

export function collect(more: Partial<Output> = {}): Output & {readonly text: () => string; readonly writes: readonly string[]} {
	const writes: string[] = [];
	return {...more, writes, write: text => writes.push(text), text: () => writes.join('')};
}
