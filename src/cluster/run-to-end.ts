/** A container that does one thing: made, run to its end and removed. */
import {createContainer, removeContainer, startContainer, waitContainer} from '../engine/containers.ts';
import type {Engine} from '../engine/engine.ts';
import {logTail} from '../engine/logs.ts';
import {SingleKubeError} from '../errors.ts';
import {deadline} from '../health/deadline.ts';
import type {ContainerSpec} from '../plan/topology.ts';

export type Run = {
	/** What it does, for an error: `what took more than 60 s`. */
	readonly what: string;
	readonly limitSeconds: number;
	/** What to do when the limit has passed. */
	readonly hint: string;
	/** How many lines of its output are wanted: 15 without. */
	readonly lines?: number;
	readonly signal?: AbortSignal;
};

/** `said`: the last lines that it wrote, of both streams. */
export type Outcome = {readonly exitCode: number; readonly said: readonly string[]};

/**
 * Whatever has its name is removed before, and it itself whatever happens.
 *
 * @throws SingleKubeError TIMEOUT, IMAGE_MISSING and others of translate-errors; the signal's reason
 */
export async function runToEnd(engine: Engine, spec: ContainerSpec, {what, limitSeconds, hint, lines = 15, signal}: Run): Promise<Outcome> {
	signal?.throwIfAborted();
	const limit = deadline(limitSeconds, signal);
	await removeContainer(engine, spec.name);
	try {
		await createContainer(engine, spec, '');
		await startContainer(engine, spec.name);
		const exitCode = await waitContainer(engine, spec.name, limit.signal);
		return {exitCode, said: await logTail(engine, spec.name, lines)};
	} catch (error) {
		signal?.throwIfAborted();
		throw limit.passed() ? new SingleKubeError('TIMEOUT', `${what} took more than ${limitSeconds} s`, {hint, cause: error}) : error;
	} finally {
		await removeContainer(engine, spec.name);
	}
}
