import {SingleKubeError} from '../../errors.ts';
import {runScenarios} from '../../scenarios/run-scenarios.ts';
import {findScenario, shippedScenarios} from '../../scenarios/shipped.ts';
import type {Flags} from '../invocation.ts';
import {printResult} from '../output.ts';
import {formatScenarios, formatShipped, requirePassed} from '../scenario-report.ts';
import {withProgress} from '../with-progress.ts';

/** `fault run`. @param words files, and names of what single-kube brings */
export async function runFaultScenarios(flags: Flags, words: readonly string[], signal: AbortSignal): Promise<number> {
	if (flags.list) {
		if (words.length > 0) {
			throw new SingleKubeError('COMMAND_LINE_INVALID', `fault run --list takes no ${words.join(' ')}`, {hint: `Without --list it runs them: single-kube fault run ${words.join(' ')}`});
		}

		const shipped = await shippedScenarios();
		printResult(flags, shipped.map(({name, file, title, teaches}) => ({name, file, title, teaches})), () => formatShipped(shipped));
		return 0;
	}

	if (words.length === 0) {
		throw new SingleKubeError('COMMAND_LINE_INVALID', 'fault run needs a scenario', {hint: 'Those that single-kube brings: single-kube fault run --list'});
	}

	// All are read before anything is done.
	const scenarios = await Promise.all(words.map(async word => findScenario(word)));
	const report = await withProgress(flags, async (options, emit) => runScenarios(scenarios, options, emit, signal));
	printResult(flags, report, () => formatScenarios(report), {names: () => report.scenarios.map(({scenario}) => scenario)});
	requirePassed(report);
	return 0;
}
