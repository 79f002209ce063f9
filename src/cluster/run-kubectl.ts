/** kubectl of a cluster's own version, for programs; src/cli/kubectl-shell.ts runs it on a terminal. */
import {execInContainer, type ExecResult} from '../engine/exec.ts';
import {type Emit, ignoreEvents} from '../events.ts';
import {explainNotRun, kubectlContainer} from './kubectl-container.ts';
import {checkName, type ClusterOptions, defaultName} from './options.ts';
import {connectToExisting} from './status.ts';

/**
 * Run kubectl in a cluster's kubectl container, as the cluster's administrator.
 *
 * @param words `['get', 'nodes', '-o', 'json']`
 * @returns its output and its exit code, whatever that is
 * @throws SingleKubeError CLUSTER_UNKNOWN, CLUSTER_NOT_RUNNING, those of the engine; the signal's reason
 */
export async function runKubectl(words: readonly string[], options: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<ExecResult> {
	const name = checkName(options.name ?? defaultName);
	const engine = await connectToExisting(options, emit, signal);
	try {
		return await execInContainer(engine, kubectlContainer(name), ['kubectl', ...words], signal);
	} catch (error) {
		signal.throwIfAborted();
		throw await explainNotRun(engine, name, error);
	}
}
