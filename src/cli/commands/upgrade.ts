import type {UpgradeReport} from '../../cluster/upgrade.ts';
import type {Run} from '../invocation.ts';
import {printResult} from '../output.ts';
import {withProgress} from '../with-progress.ts';

export const run: Run = async ({flags, words: [version]}, signal) => {
	const {dryRun, rollback} = flags;
	const report = await withProgress({...flags, ...version === undefined ? {} : {kubernetesVersion: version}}, async (options, emit) => {
		// Loaded when the first line of progress stands there.
		const {planUpgrade, rollBackUpgrade, upgradeCluster} = await import('../../cluster/upgrade.ts');
		const work = rollback ? rollBackUpgrade : dryRun ? planUpgrade : upgradeCluster;
		return work(options, emit, signal);
	});
	printResult(flags, report, () => rollback ? formatRollback(report) : dryRun ? formatSteps(report) : formatReport(report));
	return 0;
};

function formatSteps({name, from, to, steps}: UpgradeReport): string {
	return steps.length === 0 ? `nothing to do: ${name} is of Kubernetes ${to}`
		: [`${name}: Kubernetes ${from} to ${to}`, ...steps.map((step, index) => `${index + 1}. ${step}: replace, wait until it is ready, check`)].join('\n');
}

function formatRollback({name, to, steps, seconds}: UpgradeReport): string {
	return `${name} is of Kubernetes ${to} again: ${steps.join(', ') || 'nothing'} put back in ${seconds.toFixed(1)} s`
		+ (steps.includes('etcd') ? '; what was written since etcd was replaced is gone where its minor version had changed' : '');
}

function formatReport({name, from, to, steps, seconds}: UpgradeReport): string {
	return steps.length === 0 ? `Nothing had to be done: ${name} is of Kubernetes ${to}`
		: `${name} is of Kubernetes ${to}, which was ${from}: ${steps.join(', ')} replaced in ${seconds.toFixed(1)} s; objects and pods stayed`;
}
