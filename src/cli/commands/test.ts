import {defaultName} from '../../cluster/options.ts';
import {clusterStatus, connectToExisting} from '../../cluster/status.ts';
import {findImages} from '../../engine/find-images.ts';
import {SingleKubeError} from '../../errors.ts';
import {runSmokeTest} from '../../smoke-test/run-smoke-test.ts';
import type {Run} from '../invocation.ts';
import {printResult} from '../output.ts';
import {formatSmokeReport, requireSuccess} from '../smoke-report.ts';
import {withProgress} from '../with-progress.ts';

export const run: Run = async ({flags}, signal) => {
	const name = flags.name ?? defaultName;
	const report = await withProgress(flags, async (options, emit) => {
		const {state, spec} = await clusterStatus(options, emit, signal);
		if (state === 'stopped' || !spec) {
			throw new SingleKubeError('CLUSTER_NOT_RUNNING', `the cluster ${name} does not run`, {hint: `single-kube start --name ${name}`});
		}

		const engine = await connectToExisting(options, emit, signal);
		const [nginx] = await findImages(engine, 'nginx');
		return runSmokeTest({engine, name, spec, images: nginx === undefined ? {} : {nginx}}, emit, signal);
	});
	printResult(flags, report, () => formatSmokeReport(report));
	requireSuccess(report);
	return 0;
};
