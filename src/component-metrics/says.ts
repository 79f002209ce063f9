/** From a component's metrics to what is worth knowing of it. Pure. */
import {parseSample, type Sample, sumOf} from './parse.ts';
import type {Answer} from './questions.ts';

/** Whether it is the one that works. */
export type Leadership =
	/** No election is held: there is only this one. */
	| {readonly kind: 'alone'}
	/** `holder`: its identity in the Lease, where the apiserver told. */
	| {readonly kind: 'leader' | 'standby'; readonly holder: string | undefined};

/** What a component says of itself. */
export type Says =
	| {
		readonly kind: 'apiserver';
		/** Answered between two reads, without those that stay open; undefined after the first read and after a restart. */
		readonly requestsPerSecond: number | undefined;
		/** Watches that are open now. */
		readonly watches: number | undefined;
		readonly inFlight: number | undefined;
	}
	| {readonly kind: 'etcd'; readonly sizeBytes: number; readonly inUseBytes: number | undefined; readonly keys: number | undefined}
	| {readonly kind: 'kubelet'; readonly pods: number; readonly containers: number | undefined}
	/** `pending`: pods by the scheduler's queue, `active`, `backoff`, `unschedulable`, `gated`. */
	| {readonly kind: 'scheduler'; readonly leadership: Leadership; readonly pending: Readonly<Record<string, number>>}
	/** `queued`: keys that wait in all of its work queues; `busiest`: those with the most, at most three. */
	| {readonly kind: 'controller-manager'; readonly leadership: Leadership; readonly queued: number; readonly busiest: ReadonlyArray<{readonly name: string; readonly depth: number}>};

/** What the apiserver counted, and when: milliseconds. */
export type Counted = {readonly at: number; readonly requests: number};

/** Verbs whose requests are counted when they end, hours later. */
const longRunning = new Set(['WATCH', 'WATCHLIST', 'CONNECT', 'PROXY']);

/**
 * @param before the apiserver's count of the read before
 * @param leases who holds which lease of kube-system
 * @param now milliseconds
 * @returns undefined when it did not answer, or not with what it should
 */
export function saysOf({id, code, lines}: Answer, before: Counted | undefined, leases: Readonly<Record<string, string>>, now: number): {readonly says: Says; readonly counted?: Counted} | undefined {
	if (code !== 200) {
		return undefined;
	}

	const samples = lines.map(line => parseSample(line)).filter(sample => sample !== undefined);
	const name = id.split('@')[0]!;
	switch (name) {
		case 'kube-apiserver': {
			const requests = sumOf(samples, 'apiserver_request_total', ({verb = ''}) => !longRunning.has(verb));
			return requests === undefined ? undefined : {
				counted: {at: now, requests},
				says: {
					kind: 'apiserver', requestsPerSecond: rate(before, {at: now, requests}),
					// The name until 1.23, and since.
					watches: sumOf(samples, 'apiserver_longrunning_requests', isWatch) ?? sumOf(samples, 'apiserver_longrunning_gauge', isWatch),
					inFlight: sumOf(samples, 'apiserver_current_inflight_requests'),
				},
			};
		}

		case 'etcd': {
			const sizeBytes = sumOf(samples, 'etcd_mvcc_db_total_size_in_bytes');
			return sizeBytes === undefined ? undefined : {says: {kind: 'etcd', sizeBytes, inUseBytes: sumOf(samples, 'etcd_mvcc_db_total_size_in_use_in_bytes'), keys: sumOf(samples, 'etcd_debugging_mvcc_keys_total')}};
		}

		case 'kubelet': {
			const pods = sumOf(samples, 'kubelet_running_pods') ?? sumOf(samples, 'kubelet_running_pod_count');
			const running = ({container_state: state}: Sample['labels']): boolean => state === 'running';
			return pods === undefined ? undefined : {says: {kind: 'kubelet', pods, containers: sumOf(samples, 'kubelet_running_containers', running) ?? sumOf(samples, 'kubelet_running_container_count', running)}};
		}

		case 'kube-scheduler': {
			const queues = samples.filter(sample => sample.name === 'scheduler_pending_pods').map(({labels, value}) => [labels['queue'] ?? '', value] as const);
			return queues.length === 0 ? undefined : {says: {kind: 'scheduler', leadership: leadershipOf(samples, leases[name]), pending: Object.fromEntries(queues)}};
		}

		case 'kube-controller-manager': {
			const queues = samples.filter(sample => sample.name === 'workqueue_depth').map(({labels, value}) => ({name: labels['name'] ?? '', depth: value}));
			return queues.length === 0 ? undefined : {says: {
				kind: 'controller-manager', leadership: leadershipOf(samples, leases[name]), queued: queues.reduce((sum, {depth}) => sum + depth, 0),
				busiest: queues.filter(({depth}) => depth > 0).sort((a, b) => b.depth - a.depth).slice(0, 3),
			}};
		}

		default: {
			return undefined;
		}
	}
}

/** Who holds which lease. @returns by the lease's name; nothing when the answer is no list of leases */
export function holdersOf({code, lines}: Answer): Readonly<Record<string, string>> {
	try {
		const {items} = JSON.parse(code === 200 ? lines.join('') : '{"items":[]}') as {items: ReadonlyArray<{metadata: {name: string}; spec?: {holderIdentity?: string}}>};
		return Object.fromEntries(items.map(({metadata, spec}) => [metadata.name, spec?.holderIdentity ?? '']));
	} catch {
		return {};
	}
}

function isWatch({verb}: Sample['labels']): boolean {
	return verb === 'WATCH';
}

/** A program without an election has no such metric. */
function leadershipOf(samples: readonly Sample[], holder: string | undefined): Leadership {
	const status = sumOf(samples, 'leader_election_master_status');
	return status === undefined ? {kind: 'alone'} : {kind: status > 0 ? 'leader' : 'standby', holder: holder === '' ? undefined : holder};
}

function rate(before: Counted | undefined, after: Counted): number | undefined {
	return before && after.at > before.at && after.requests >= before.requests ? (after.requests - before.requests) / (after.at - before.at) * 1000 : undefined;
}
