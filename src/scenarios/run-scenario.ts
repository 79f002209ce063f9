/** One scenario, as a story: see that the cluster is well, do the steps in order, and put everything back whatever happened. */
import {messageOf, SingleKubeError} from '../errors.ts';
import type {Emit} from '../events.ts';
import {commandsOf, titleOf} from './commands.ts';
import {makeNamespace, removeWhatWasMade} from './clean-up.ts';
import type {Hands} from './hands.ts';
import {perform} from './perform.ts';
import type {ScenarioReport, StepReport} from './report.ts';
import type {Scenario, Step} from './scenario.ts';
import {until} from './until.ts';

/** Milliseconds: for the cluster to be well before, and again after; for all of the clean-up. */
const wellWithin = 60_000;
const cleanWithin = 120_000;

/** @returns what came of each step; one that fails is no exception @throws the signal's reason, after the clean-up */
export async function runScenario(hands: Hands, scenario: Scenario, emit: Emit, signal: AbortSignal): Promise<ScenarioReport> {
	const startedAt = performance.now();
	const reports: StepReport[] = [];
	const faults = new Set<string>();
	const applied: string[] = [];
	const report = (line: number, step: string, result: StepReport['result'], began: number, detail: string): boolean => {
		const seconds = result === 'skipped' ? 0 : secondsSince(began);
		reports.push({step, line, result, seconds, detail});
		if (result !== 'skipped') {
			emit({type: 'check-finished', check: step, ok: result === 'passed', seconds, detail});
		}

		return result === 'passed';
	};

	const attempt = async (line: number, title: string, limits: AbortSignal, work: () => Promise<{ok: boolean; seen: string}>): Promise<boolean> => {
		const began = performance.now();
		try {
			const {ok, seen} = await work();
			return report(line, title, ok ? 'passed' : 'failed', began, seen);
		} catch (error) {
			limits.throwIfAborted();
			return report(line, title, 'failed', began, detailOf(error));
		}
	};

	const inner = async (step: Step, either: AbortSignal): Promise<boolean> => {
		// Noted before: what fails half-way may have begun.
		if (step.kind === 'fault') {
			faults.add(step.component);
		} else if (step.kind === 'apply') {
			applied.push(step.manifests);
		}

		return attempt(step.line, titleOf(step), either, async () => perform(hands, step, inner, either));
	};

	let ok = false;
	let done = 0;
	try {
		ok = await attempt(0, 'the cluster is well', signal, async () => until(wellWithin, signal, async () => hands.well(signal)))
			&& (scenario.namespace !== undefined || await attempt(0, `namespace ${hands.namespace}`, signal, async () => makeNamespace(hands, signal)));
		for (const step of scenario.steps) {
			if (ok) {
				done++;
				ok = await inner(step, signal);
			} else {
				report(step.line, titleOf(step), 'skipped', 0, '');
			}
		}
	} finally {
		const limit = AbortSignal.timeout(cleanWithin);
		const clean = await attempt(0, 'all is put back', limit, async () => {
			await removeWhatWasMade(hands, {faults: [...faults], applied, ownNamespace: scenario.namespace === undefined}, limit);
			return until(wellWithin, limit, async () => hands.well(limit));
		});
		ok &&= clean;
	}

	return {
		scenario: scenario.name, file: scenario.file, title: scenario.title, teaches: scenario.teaches, ok, seconds: secondsSince(startedAt), steps: reports,
		reproduce: ok ? [] : scenario.steps.slice(0, done).flatMap(step => commandsOf(step, scenario.file, hands.cluster, hands.namespace)),
	};
}

function detailOf(error: unknown): string {
	return [messageOf(error), ...error instanceof SingleKubeError ? error.seen.slice(-2) : []].join('; ');
}

function secondsSince(time: number): number {
	return Math.round(performance.now() - time) / 1000;
}
