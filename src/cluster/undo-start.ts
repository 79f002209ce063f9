/** A new cluster that does not come up is taken away again, and its logs are kept. */
import {observe} from '../engine/observe.ts';
import {messageOf, SingleKubeError} from '../errors.ts';
import type {Hands} from './bring-to.ts';
import type {ClusterOptions} from './options.ts';
import {saveLogs} from './save-logs.ts';
import {removeEverything} from './stop.ts';

/**
 * Do the work; when it fails, or is interrupted, everything of the cluster goes. Under its lock.
 *
 * @param cleaner an image to clean the engine's host with
 * @throws SingleKubeError what the work threw, saying where the logs are
 */
export async function undoneOnFailure<T>(cluster: string, cleaner: string | undefined, options: ClusterOptions, hands: Hands, work: () => Promise<T>): Promise<T> {
	const {emit, signal} = hands;
	const say = (): void => {
		emit({type: 'warned', phase: 'cluster', text: `removing what was made of the cluster ${cluster}`});
	};

	signal.addEventListener('abort', say, {once: true});
	try {
		return await work();
	} catch (error) {
		throw explain(cluster, error, await undo(cluster, cleaner, options, hands));
	} finally {
		signal.removeEventListener('abort', say);
	}
}

type Undone = {readonly lines: readonly string[]; /** Where the logs are. */ readonly folder: string | undefined; readonly removed: boolean};

/** Not by the signal that ended the start: the second one ends the process. */
async function undo(cluster: string, cleaner: string | undefined, options: ClusterOptions, {engine, emit, signal}: Hands): Promise<Undone> {
	if (!signal.aborted) {
		emit({type: 'warned', phase: 'cluster', text: `removing what was made of the cluster ${cluster}; to keep it: --retain`});
	}

	const [lines, folder] = await saved(cluster, options, engine);
	try {
		await removeEverything(engine, cluster, cleaner, options, emit, new AbortController().signal);
		return {lines: [`what was made of the cluster ${cluster} is removed`, ...lines], folder, removed: true};
	} catch (error) {
		return {lines: [`what was made of the cluster ${cluster} could not be removed: ${messageOf(error)}`, ...lines], folder, removed: false};
	}
}

async function saved(cluster: string, {environment = process.env}: ClusterOptions, engine: Hands['engine']): Promise<[readonly string[], string | undefined]> {
	try {
		const folder = await saveLogs(engine, cluster, await observe(engine, cluster), environment);
		return folder === undefined ? [[], undefined] : [[`the logs of its components: ${folder}`], folder];
	} catch (error) {
		return [[`the logs of its components could not be saved: ${messageOf(error)}`], undefined];
	}
}

/** What is no error of ours is somebody's reason to abort, and passed on as it is. */
function explain(cluster: string, error: unknown, {lines, folder, removed}: Undone): unknown {
	if (!(error instanceof SingleKubeError)) {
		return error;
	}

	const again = `single-kube start --retain${cluster === 'default' ? '' : ` --name ${cluster}`}`;
	const hint = !removed ? `single-kube delete --name ${cluster}`
		: error.code === 'INTERRUPTED' ? undefined
			// The containers that hints usually name are gone.
			: error.hint !== undefined && !/docker (logs|rm|exec|inspect) |single-kube logs/.test(error.hint) ? error.hint
				: `Read the logs${folder === undefined ? '' : ` in ${folder}`}; to look at the containers themselves: ${again}`;
	return new SingleKubeError(error.code, error.message, {because: error.because, seen: [...error.seen, ...lines], hint, cause: error.cause ?? error});
}
