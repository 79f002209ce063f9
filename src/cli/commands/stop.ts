import {defaultName} from '../../cluster/options.ts';
import {runOnComponents} from '../component-report.ts';
import {onEveryCluster, refuseWords} from '../every-cluster.ts';
import type {Run} from '../invocation.ts';
import {printResult} from '../output.ts';
import {withProgress} from '../with-progress.ts';

/** What does the work is loaded when the first line of progress stands there, as with start. */
export const run: Run = async ({flags, words}, signal) => {
	if (flags.all) {
		refuseWords('stop', words);
		return onEveryCluster(flags, {command: 'stop', question: names => `Stop ${names.join(', ')}?`, done: 'stopped; its data is kept'}, async (options, emit) => (await import('../../cluster/stop.ts')).stopCluster(options, emit, signal), signal);
	}

	if (words.length > 0) {
		return runOnComponents(flags, async (options, emit) => (await import('../../cluster/components/stop.ts')).stopComponents(words, options, emit, signal));
	}

	const plan = await withProgress(flags, async (options, emit) => (await import('../../cluster/stop.ts')).stopCluster(options, emit, signal));
	const name = flags.name ?? defaultName;
	printResult(flags, {name, operations: plan.length}, () => plan.length === 0 ? `The cluster ${name} was stopped already` : `The cluster ${name} is stopped; its data is kept`);
	return 0;
};
