import type {StartPlan} from '../../cluster/plan-start.ts';
import {printPlan} from '../../plan/print.ts';
import {formatProfile, profileOf} from '../profile.ts';
import type {TimedEvent} from '../../events.ts';
import {runOnComponents} from '../component-report.ts';
import {SingleKubeError} from '../../errors.ts';
import type {Flags, Run} from '../invocation.ts';
import {printResult} from '../output.ts';
import {withProgress} from '../with-progress.ts';

export const run: Run = async (invocation, signal) => {
	if (!invocation.flags.dashboard) {
		return start(invocation, signal);
	}

	// Asked before anything is started: afterwards it would be too late to say that it cannot be shown.
	const {openDashboard, requireTerminalFor} = await import('./dashboard.ts');
	refuseBeside(invocation.flags);
	requireTerminalFor(invocation.flags);
	const exitCode = await start(invocation, signal);
	return exitCode === 0 ? openDashboard(invocation.flags, signal) : exitCode;
};

/** @throws SingleKubeError OPTION_INVALID for what has no cluster to show, or no screen to show it on */
function refuseBeside({dryRun, output}: Flags): void {
	const other = dryRun ? '--dry-run' : output === 'json' || output === 'yaml' || output === 'name' ? `--output ${output}` : undefined;
	if (other !== undefined) {
		throw new SingleKubeError('OPTION_INVALID', `--dashboard and ${other} exclude each other`, {hint: 'First the one, then the other: single-kube start, then single-kube dashboard'});
	}
}

const start: Run = async ({flags, words}, signal) => {
	if (words.length > 0) {
		return runOnComponents(flags, async (options, emit) => {
			const {startComponents} = await import('../../cluster/components/start.ts');
			return startComponents(words, options, emit, signal);
		});
	}

	if (flags.dryRun) {
		const plan = await withProgress(flags, async (options, emit) => {
			const {planStart} = await import('../../cluster/plan-start.ts');
			return planStart(options, emit, signal);
		});
		printResult(flags, plan, () => formatPlan(plan));
		return 0;
	}

	const events: TimedEvent[] = [];
	const cluster = await withProgress(flags, async (options, emit) => {
		// Loaded when the first line of progress stands there: this is most of what the command has to load.
		const {startCluster} = await import('../../cluster/start.ts');
		return startCluster(options, event => {
			events.push({...event, at: Date.now()});
			emit(event);
		}, signal);
	});
	const {name, engine, spec, plan, images, kubeconfig} = cluster;
	const profile = flags.timings ? profileOf(plan, events) : undefined;
	printResult(flags, {name, engine: engine.host, spec, images, kubeconfig, operations: plan.length, profile}, () => [
		`The cluster ${name} runs: Kubernetes ${spec.kubernetesVersion} at https://127.0.0.1:${spec.apiPort}${plan.length === 0 ? ' (nothing had to be done)' : ''}`,
		...kubeconfig === undefined ? [] : [`kubectl's context is in ${kubeconfig}`],
		...profile ? ['', formatProfile(profile)] : [],
	].join('\n'));
	return 0;
};

function formatPlan({engine, images, fetches, tuned, operations}: StartPlan): string {
	if (engine !== undefined && images.length + fetches.length + operations.length === 0) {
		return 'nothing to do: everything is as it should be';
	}

	return [
		...engine === undefined ? ['engine embedded: start, none answers (docker.io is installed first where it is missing)'] : [],
		...tuned.map(option => `with ${option}`),
		...fetches.map(reference => `image ${reference}: fetch, the engine does not have it`),
		...images.map(({name, reason}) => `image ${name}: build, ${reason}`),
		printPlan(operations),
	].join('\n');
}
