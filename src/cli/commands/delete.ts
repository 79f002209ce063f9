import {defaultName} from '../../cluster/options.ts';
import {onEveryCluster} from '../every-cluster.ts';
import type {Run} from '../invocation.ts';
import {printResult} from '../output.ts';
import {withProgress} from '../with-progress.ts';

/** What does the work is loaded when the first line of progress stands there, as with start. */
export const run: Run = async ({flags}, signal) => {
	if (flags.all) {
		return onEveryCluster(flags, {command: 'delete', question: names => `Delete ${names.join(', ')}, with all their data?`, done: 'deleted'}, async (options, emit) => (await import('../../cluster/stop.ts')).deleteCluster(options, emit, signal), signal);
	}

	const plan = await withProgress(flags, async (options, emit) => (await import('../../cluster/stop.ts')).deleteCluster(options, emit, signal));
	const name = flags.name ?? defaultName;
	printResult(flags, {name, operations: plan.length}, () => plan.length === 0 ? `There is no cluster ${name}` : `The cluster ${name} is deleted`);
	return 0;
};
