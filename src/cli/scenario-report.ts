/** What came of scenarios as a table, and as an error where one failed. Pure. */
import {SingleKubeError} from '../errors.ts';
import type {ScenarioReport, ScenariosReport} from '../scenarios/report.ts';
import type {Scenario} from '../scenarios/scenario.ts';
import {formatTable} from './output.ts';

/** A row a scenario when all passed; of one that failed, a row a step. */
export function formatScenarios({scenarios, seconds}: ScenariosReport): string {
	const failed = scenarios.filter(({ok}) => !ok);
	return [
		formatTable(['SCENARIO', 'RESULT', 'STEPS', 'SECONDS', 'SHOWS'], scenarios.map(({scenario, ok, steps, seconds, title}) =>
			[scenario, ok ? 'passed' : 'FAILED', `${steps.filter(({result}) => result === 'passed').length}/${steps.length}`, seconds.toFixed(1), title])),
		...failed.flatMap(({scenario, steps}) => ['', `${scenario}:`, formatTable(['LINE', 'RESULT', 'SECONDS', 'STEP'], steps.map(({line, result, seconds, step}) =>
			[line === 0 ? '-' : String(line), result === 'failed' ? 'FAILED' : result, result === 'skipped' ? '-' : seconds.toFixed(1), step]))]),
		'', ...scenarios.length === 1 && failed.length === 0 ? [scenarios[0]!.teaches, ''] : [],
		`${scenarios.length - failed.length} of ${scenarios.length} scenarios passed in ${seconds.toFixed(1)} s`,
	].join('\n');
}

export function formatShipped(scenarios: readonly Scenario[]): string {
	return formatTable(['SCENARIO', 'SHOWS'], scenarios.map(({name, title}) => [name, title]));
}

/** @throws SingleKubeError SCENARIO_FAILED with the step that failed, what was seen last, and how to do the same by hand */
export function requirePassed({cluster, scenarios}: ScenariosReport): void {
	const failed = scenarios.filter(({ok}) => !ok);
	if (failed.length > 0) {
		throw new SingleKubeError('SCENARIO_FAILED', `${failed.length} of ${scenarios.length} ${scenarios.length === 1 ? 'scenario' : 'scenarios'} failed: ${failed.map(({scenario}) => scenario).join(', ')}`, {
			seen: failed.flatMap(report => describe(report)),
			hint: `Do it by hand, with the commands above, and look: single-kube --name ${cluster} dashboard`,
		});
	}
}

function describe({scenario, file, steps, reproduce}: ScenarioReport): string[] {
	return [
		...steps.filter(({result}) => result === 'failed').map(({line, step, detail}) => `${scenario}: expected: ${step}${line === 0 ? '' : ` (line ${line} of ${file})`}; seen last: ${detail}`),
		...reproduce.map(command => `  ${command}`),
	];
}
