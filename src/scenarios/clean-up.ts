/** What a scenario made for itself, and how it goes again. */
import {setTimeout as sleep} from 'node:timers/promises';
import {ApiRequestError} from '../api/api-request-error.ts';
import {SingleKubeError} from '../errors.ts';
import type {Judgement} from './assertions/judge.ts';
import type {Hands} from './hands.ts';
import {until} from './until.ts';

export type Made = {
	/** Components, as the scenario names them. */
	readonly faults: readonly string[];
	/** Manifests. */
	readonly applied: readonly string[];
	readonly ownNamespace: boolean;
};

/** Milliseconds: for its service account, without which no pod can be made; for the apiserver to take the deletion. */
const accountWithin = 30_000;
const deletedWithin = 60_000;

/** @throws ApiRequestError; the signal's reason */
export async function makeNamespace({api, namespace}: Hands, signal: AbortSignal): Promise<Judgement> {
	await api.create('/api/v1/namespaces', {apiVersion: 'v1', kind: 'Namespace', metadata: {name: namespace}}, signal);
	return until(accountWithin, signal, async () => {
		try {
			await api.get(`/api/v1/namespaces/${namespace}/serviceaccounts/default`, signal);
			return {ok: true, seen: 'made'};
		} catch (error) {
			signal.throwIfAborted();
			return {ok: false, seen: `it has no service account yet: ${(error as Error).message}`};
		}
	});
}

/** Faults first: without them the rest can be done. Deletions go on by themselves in the cluster. @throws SingleKubeError; the signal's reason */
export async function removeWhatWasMade(hands: Hands, {faults, applied, ownNamespace}: Made, signal: AbortSignal): Promise<void> {
	for (const component of faults) {
		await hands.clearFaults(component, signal);
	}

	if (ownNamespace) {
		await deleteNamespace(hands, signal);
		return;
	}

	for (const manifests of applied.toReversed()) {
		const {ok, seen} = await until(deletedWithin, signal, async () => {
			const {exitCode, stderr} = await hands.kubectl(['delete', '--namespace', hands.namespace, '--ignore-not-found', '--wait=false', '--request-timeout=5s', '--filename=-'], signal, manifests);
			return {ok: exitCode === 0, seen: stderr.trim()};
		});
		if (!ok) {
			throw new SingleKubeError('API_REQUEST_FAILED', 'what the scenario applied could not be deleted', {seen: [seen], hint: `single-kube kubectl -n ${hands.namespace} get all`});
		}
	}
}

async function deleteNamespace({api, namespace}: Hands, signal: AbortSignal): Promise<void> {
	const end = performance.now() + deletedWithin;
	for (;;) {
		try {
			await api.delete(`/api/v1/namespaces/${namespace}`, AbortSignal.any([signal, AbortSignal.timeout(5000)]));
			return;
		} catch (error) {
			signal.throwIfAborted();
			if (error instanceof ApiRequestError && (error.status === 404 || error.status === 409)) {
				// Never made, or on its way already.
				return;
			}

			if (performance.now() >= end) {
				throw error;
			}
		}

		await sleep(200, undefined, {signal});
	}
}
