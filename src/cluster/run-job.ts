/** Work on a cluster's volumes: a container without a network that runs one command to its end. */
import {createContainer, removeContainer, startContainer, waitContainer} from '../engine/containers.ts';
import type {Engine} from '../engine/engine.ts';
import {logTail} from '../engine/logs.ts';
import {SingleKubeError} from '../errors.ts';
import {deadline} from '../health/deadline.ts';
import {inertContainer} from './workbench.ts';

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
	const limit = deadline(limitSeconds, signal);
	const spec = {
		...inertContainer(cluster, `job-${process.pid}-${Date.now()}`, image, {
			mounts: Object.entries(volumes).map(([target, volume]) => ({kind: 'volume', volume, target, readOnly: false})),
		}),
		entrypoint: ['sh', '-ec'], command: [script], capAdd: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER'],
	};
	await createContainer(engine, spec, '');
	try {
		await startContainer(engine, spec.name);
		const exitCode = await waitContainer(engine, spec.name, limit.signal);
		if (exitCode !== 0) {
			throw new SingleKubeError('ENGINE_CALL_FAILED', `${what} ended with code ${exitCode}`, {seen: await logTail(engine, spec.name, 15), hint: `What was there before is still there; see how the cluster is: single-kube status --name ${cluster}`});
		}
	} catch (error) {
		signal.throwIfAborted();
		throw limit.passed() ? new SingleKubeError('TIMEOUT', `${what} took more than ${limitSeconds} s`, {hint: `Give it more time: --timeout ${limitSeconds * 2}`, cause: error}) : error;
	} finally {
		await removeContainer(engine, spec.name);
	}
}
