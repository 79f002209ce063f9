/** Work on a cluster's volumes: a container without a network that runs one command to its end. */
import type {Engine} from '../engine/engine.ts';
import {SingleKubeError} from '../errors.ts';
import {runToEnd} from './run-to-end.ts';
import {inertContainer, momentary} from './workbench.ts';

export type Job = {
	/** What it does, for an error. */
	readonly what: string;
	/** An image with a shell. */
	readonly image: string;
	readonly script: string;
	/** Volumes by where they are mounted. */
	readonly volumes: Readonly<Record<string, string>>;
};

/** @throws SingleKubeError ENGINE_CALL_FAILED with what it said, TIMEOUT; the signal's reason */
export async function runJob(engine: Engine, cluster: string, {what, image, script, volumes}: Job, limitSeconds: number, signal: AbortSignal): Promise<void> {
	const spec = {
		...inertContainer(cluster, momentary('job'), image, {
			mounts: Object.entries(volumes).map(([target, volume]) => ({kind: 'volume', volume, target, readOnly: false})),
		}),
		entrypoint: ['sh', '-ec'], command: [script], capAdd: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER'],
	};
	const {exitCode, said} = await runToEnd(engine, spec, {what, limitSeconds, hint: `Give it more time: --timeout ${limitSeconds * 2}`, signal});
	if (exitCode !== 0) {
		throw new SingleKubeError('ENGINE_CALL_FAILED', `${what} ended with code ${exitCode}`, {seen: said, hint: `What was there before is still there; see how the cluster is: single-kube status --name ${cluster}`});
	}
}
