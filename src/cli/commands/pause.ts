import {pauseComponents} from '../../cluster/components/pause.ts';
import {defaultName} from '../../cluster/options.ts';
import {pauseCluster} from '../../cluster/pause.ts';
import {runOnComponents} from '../component-report.ts';
import type {Run} from '../invocation.ts';
import {printResult} from '../output.ts';
import {withProgress} from '../with-progress.ts';

export const run: Run = async ({flags, words}, signal) => {
	if (words.length > 0) {
		return runOnComponents(flags, async (options, emit) => pauseComponents(words, options, emit, signal));
	}

	const plan = await withProgress(flags, async (options, emit) => pauseCluster(options, emit, signal));
	const name = flags.name ?? defaultName;
	printResult(flags, {name, operations: plan.length}, () => plan.length === 0 ? `The cluster ${name} was paused already` : `The cluster ${name} is paused, its pods too: single-kube unpause lets it go on`);
	return 0;
};
