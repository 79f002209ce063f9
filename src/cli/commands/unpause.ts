import {unpauseComponents} from '../../cluster/components/pause.ts';
import {defaultName} from '../../cluster/options.ts';
import {unpauseCluster} from '../../cluster/pause.ts';
import {runOnComponents} from '../component-report.ts';
import type {Run} from '../invocation.ts';
import {printResult} from '../output.ts';
import {withProgress} from '../with-progress.ts';

export const run: Run = async ({flags, words}, signal) => {
	if (words.length > 0) {
		return runOnComponents(flags, async (options, emit) => unpauseComponents(words, options, emit, signal));
	}

	const plan = await withProgress(flags, async (options, emit) => unpauseCluster(options, emit, signal));
	const name = flags.name ?? defaultName;
	printResult(flags, {name, operations: plan.length}, () => plan.length === 0 ? `The cluster ${name} was not paused as a whole` : `The cluster ${name} goes on where it was`);
	return 0;
};
