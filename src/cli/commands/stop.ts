import {defaultName} from '../../cluster/options.ts';
import {stopCluster} from '../../cluster/stop.ts';
import type {Run} from '../invocation.ts';
import {printResult} from '../output.ts';
import {withProgress} from '../with-progress.ts';

export const run: Run = async ({flags}, signal) => {
	const plan = await withProgress(flags, async (options, emit) => stopCluster(options, emit, signal));
	const name = flags.name ?? defaultName;
	printResult(flags, {name, operations: plan.length}, () => plan.length === 0 ? `The cluster ${name} was stopped already` : `The cluster ${name} is stopped; its data is kept`);
	return 0;
};
