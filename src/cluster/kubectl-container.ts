/** The container in which commands run on a cluster, and what it means when one cannot. */
import type {Engine} from '../engine/engine.ts';
import {containerState} from '../engine/inspect.ts';
import {observe} from '../engine/observe.ts';
import {messageOf, SingleKubeError} from '../errors.ts';
import {refuseUnknown} from './refuse-unknown.ts';

/** @returns its name on the engine: `sk-default-kubectl` */
export function kubectlContainer(cluster: string): string {
	return `sk-${cluster}-kubectl`;
}

/**
 * Looked at only when a command could not be run there: the way that succeeds costs no call more.
 *
 * @returns what to throw in the place of `error`; `error` itself when the container runs
 * @throws SingleKubeError CLUSTER_UNKNOWN; those of the engine
 */
export async function explainNotRun(engine: Engine, cluster: string, error: unknown): Promise<unknown> {
	const container = kubectlContainer(cluster);
	const state = await containerState(engine, container).catch(() => undefined);
	if (state?.paused) {
		return new SingleKubeError('CLUSTER_NOT_RUNNING', `the kubectl container of ${cluster} is paused`, {
			seen: [messageOf(error)], hint: `single-kube unpause --name ${cluster}, or where it alone is paused: single-kube unpause kubectl --name ${cluster}`, cause: error,
		});
	}

	if (state?.running) {
		return error;
	}

	await refuseUnknown(engine, cluster, await observe(engine, cluster));
	return new SingleKubeError('CLUSTER_NOT_RUNNING', `the cluster ${cluster} does not run`, {
		seen: [state ? `its kubectl container ${container} is stopped` : `it has no container ${container}`, messageOf(error)],
		hint: `single-kube start --name ${cluster}`, cause: error,
	});
}
