/** Run a command in a cluster's kubectl container on this process's own streams. Loads little: kubectl is called often. */
import {connectToExisting} from '../cluster/status.ts';
import {checkName, defaultName} from '../cluster/options.ts';
import {refuseUnknown} from '../cluster/refuse-unknown.ts';
import {containerState} from '../engine/inspect.ts';
import type {Engine} from '../engine/engine.ts';
import {execInteractively} from '../engine/exec-interactive.ts';
import {observe} from '../engine/observe.ts';
import {messageOf, SingleKubeError} from '../errors.ts';
import {ignoreEvents} from '../events.ts';
import {clusterOptions, type Flags} from './invocation.ts';
import {ownTerminal} from './terminal.ts';

/** @returns the command's exit code @throws SingleKubeError CLUSTER_UNKNOWN or CLUSTER_NOT_RUNNING */
export async function runInKubectlContainer(flags: Flags, command: readonly string[], signal: AbortSignal): Promise<number> {
	const name = checkName(flags.name ?? defaultName);
	const engine = await connectToExisting(clusterOptions(flags), ignoreEvents, signal);
	const container = `sk-${name}-kubectl`;
	const terminal = ownTerminal(process);
	try {
		return await execInteractively(engine, container, {
			command, terminal, stdin: process.stdin, stdout: process.stdout, stderr: process.stderr,
			environment: terminal && process.env['TERM'] ? [`TERM=${process.env['TERM']}`] : [],
		}, signal);
	} catch (error) {
		signal.throwIfAborted();
		// Looked at only now: the way that succeeds costs no call more.
		throw await explain(engine, name, container, error);
	} finally {
		terminal?.restore();
	}
}

async function explain(engine: Engine, name: string, container: string, error: unknown): Promise<unknown> {
	const state = await containerState(engine, container).catch(() => undefined);
	if (state?.running) {
		return error;
	}

	await refuseUnknown(engine, name, await observe(engine, name));
	return new SingleKubeError('CLUSTER_NOT_RUNNING', `the cluster ${name} does not run`, {
		seen: [state ? `its kubectl container ${container} is stopped` : `it has no container ${container}`, messageOf(error)],
		hint: `single-kube start --name ${name}`, cause: error,
	});
}
