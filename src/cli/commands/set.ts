import {changedFlags} from '../../cluster/flags/changed-flags.ts';
import {setFlags, type SetFlagsReport} from '../../cluster/flags/set-flags.ts';
import {SingleKubeError} from '../../errors.ts';
import {printPlan} from '../../plan/print.ts';
import {ignoreEvents} from '../../events.ts';
import {clusterOptions, type Run} from '../invocation.ts';
import {formatTable, printResult} from '../output.ts';
import {withProgress} from '../with-progress.ts';

export const run: Run = async ({flags, words}, signal) => {
	const at = words.findIndex(word => /^[a-z][a-z\d-]*(@[a-z\d-]+)?$/i.test(word));
	const component = words[at];
	const changes = words.filter((word, index) => index !== at && word !== '--');
	if (component === undefined && changes.length > 0) {
		throw new SingleKubeError('COMMAND_LINE_INVALID', `set takes a component and then its flags, found ${changes.join(' ')}`, {hint: 'For example: single-kube set apiserver --v=4'});
	}

	if (component === undefined || changes.length === 0) {
		const changed = await changedFlags(component, clusterOptions(flags), ignoreEvents, signal);
		printResult(flags, changed, () => changed.length === 0 ? `No flag ${component === undefined ? 'of any component' : `of ${component}`} was changed: single-kube flags ${component ?? 'COMPONENT'} shows all`
			: formatTable(['COMPONENT', 'FLAG', 'VALUE'], changed.map(({component, flag, value}) => [component, flag, value])));
		return 0;
	}

	const report = await withProgress(flags, async (options, emit) => setFlags({component, flags: changes, dryRun: flags.dryRun ?? false}, options, emit, signal));
	const {plan, ...done} = report;
	printResult(flags, flags.dryRun ? report : {...done, operations: plan.length}, () => flags.dryRun ? [...formatChanges(report), printPlan(report.plan)].join('\n') : formatReport(report), {names: () => [report.component]});
	return 0;
};

/** `--v: 2 to 4`, a line each. */
export function formatChanges({flags}: Pick<SetFlagsReport, 'flags'>): string[] {
	return flags.map(({flag, before, after}) => before === after ? `${flag} is ${after ?? 'what the program takes'} already` : `${flag}: ${before ?? 'the program\'s default'} to ${after ?? 'the program\'s default'}`);
}

function formatReport(report: SetFlagsReport): string {
	const {component, cluster, containers, seconds} = report;
	return [
		...formatChanges(report),
		containers.length === 0 ? `Nothing had to be done: ${component} of ${cluster} has that already` : `${component} of ${cluster} is ready with it: ${containers.join(', ')} replaced in ${seconds.toFixed(1)} s`,
	].join('\n');
}
