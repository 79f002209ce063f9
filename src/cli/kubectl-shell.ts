/** Run a command in a cluster's kubectl container on this process's own streams. Loads little: kubectl is called often. */
import {explainNotRun, kubectlContainer} from '../cluster/kubectl-container.ts';
import {connectToExisting} from '../cluster/status.ts';
import {checkName, defaultName} from '../cluster/options.ts';
import {execInteractively} from '../engine/exec-interactive.ts';
import {ignoreEvents} from '../events.ts';
import {clusterOptions, type Flags} from './invocation.ts';
import {ownTerminal} from '../engine/own-terminal.ts';

/** @returns the command's exit code @throws SingleKubeError CLUSTER_UNKNOWN or CLUSTER_NOT_RUNNING */
export async function runInKubectlContainer(flags: Flags, command: readonly string[], signal: AbortSignal): Promise<number> {
	const name = checkName(flags.name ?? defaultName);
	const engine = await connectToExisting(clusterOptions(flags), ignoreEvents, signal);
	const container = kubectlContainer(name);
	const terminal = ownTerminal(process);
	try {
		return await execInteractively(engine, container, {
			command, terminal, stdin: process.stdin, stdout: process.stdout, stderr: process.stderr,
			environment: terminal && process.env['TERM'] ? [`TERM=${process.env['TERM']}`] : [],
		}, signal);
	} catch (error) {
		signal.throwIfAborted();
		throw await explainNotRun(engine, name, error);
	} finally {
		terminal?.restore();
	}
}
