/** For `--all`: the same with every cluster of the engine, one after another. */
import type {ClusterOptions} from '../cluster/options.ts';
import {SingleKubeError} from '../errors.ts';
import {type Emit, ignoreEvents} from '../events.ts';
import type {Plan} from '../plan/operations.ts';
import {askNo} from './confirm.ts';
import {clusterOptions, type Flags} from './invocation.ts';
import {printResult} from './output.ts';
import {withProgress} from './with-progress.ts';

type Every = {
	/** `delete`, `stop` */
	readonly command: string;
	/** What happens to the clusters, asked on a terminal: `Delete a, b and all their data?` */
	readonly question: (names: readonly string[]) => string;
	/** `deleted` */
	readonly done: string;
};

/** @returns the exit code @throws what the first cluster that failed threw, when all were tried; SingleKubeError COMMAND_LINE_INVALID when the answer is no */
export async function onEveryCluster(flags: Flags, {command, question, done}: Every, work: (options: ClusterOptions, emit: Emit) => Promise<Plan>, signal: AbortSignal): Promise<number> {
	const names = await (await import('../cluster/status.ts')).clusterNames(clusterOptions(flags), ignoreEvents, signal);
	if (names.length > 0 && !await askNo(flags, question(names), `${command} --all`)) {
		throw new SingleKubeError('COMMAND_LINE_INVALID', `${command} --all: nothing was done, as you answered`, {hint: `Answer yes, or: single-kube ${command} --all --yes`});
	}

	const results: Array<{readonly name: string; readonly operations: number}> = [];
	const failures: unknown[] = [];
	for (const name of names) {
		try {
			const plan = await withProgress({...flags, name}, work);
			results.push({name, operations: plan.length});
		} catch (error) {
			signal.throwIfAborted();
			failures.push(error);
		}
	}

	printResult(flags, results, () => names.length === 0 ? 'There is no cluster on this engine' : results.map(({name}) => `The cluster ${name} is ${done}`).join('\n'));
	if (failures.length > 0) {
		throw failures[0];
	}

	return 0;
}

/** @throws SingleKubeError COMMAND_LINE_INVALID */
export function refuseWords(command: string, words: readonly string[]): void {
	if (words.length > 0) {
		throw new SingleKubeError('COMMAND_LINE_INVALID', `${command} --all is about every cluster: ${words.join(' ')} cannot stand beside it`, {hint: `single-kube ${command} --all, or without --all`});
	}
}
