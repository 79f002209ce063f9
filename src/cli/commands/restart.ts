import {restartComponents} from '../../cluster/components/start.ts';
import {restartCluster} from '../../cluster/restart.ts';
import {runOnComponents} from '../component-report.ts';
import type {Run} from '../invocation.ts';
import {printResult} from '../output.ts';
import {withProgress} from '../with-progress.ts';

export const run: Run = async ({flags, words}, signal) => {
	if (words.length > 0) {
		return runOnComponents(flags, async (options, emit) => restartComponents(words, options, emit, signal));
	}

	const {name, spec, plan} = await withProgress(flags, async (options, emit) => restartCluster(options, emit, signal));
	printResult(flags, {name, spec, operations: plan.length}, () => `The cluster ${name} was restarted: Kubernetes ${spec.kubernetesVersion} at https://127.0.0.1:${spec.apiPort}`);
	return 0;
};
