/** One step: do it, or see that it is so. */
import {setTimeout as sleep} from 'node:timers/promises';
import {look} from './assertions/look.ts';
import {inWords} from './assertions/words.ts';
import type {Judgement} from './assertions/judge.ts';
import type {Hands} from './hands.ts';
import type {Step} from './scenario.ts';
import {always, until} from './until.ts';

/** For what is done within `keeps`: each of them is a step of its own in the report. */
export type Inner = (step: Step, signal: AbortSignal) => Promise<boolean>;

const request = '--request-timeout=5s';

/**
 * @param inner performs and reports a step within this one; false when it failed
 * @returns whether it succeeded, and what was seen
 * @throws SingleKubeError where nothing could make it true, such as a component that there is not; the signal's reason
 */
export async function perform(hands: Hands, step: Step, inner: Inner, signal: AbortSignal): Promise<Judgement> {
	switch (step.kind) {
		case 'apply': {
			return until(step.withinMs, signal, async () => saidBy(hands, ['apply', '--namespace', hands.namespace, request, '--filename=-'], signal, {input: step.manifests}));
		}

		case 'delete': {
			return until(step.withinMs, signal, async () => saidBy(hands, ['delete', step.object, '--namespace', step.namespace ?? hands.namespace, '--wait=false', '--ignore-not-found', request], signal));
		}

		case 'kubectl': {
			// First, since a flag that comes again later counts, and what follows `--` is for somebody else.
			return until(step.withinMs, signal, async () => saidBy(hands, ['--namespace', hands.namespace, ...step.words], signal, step));
		}

		case 'fault': {
			const {component, expect} = await hands.addFault(step.component, step.spec, signal);
			return {ok: true, seen: `${component}: ${expect}`};
		}

		case 'clear': {
			const count = await hands.clearFaults(step.component === 'all' ? undefined : step.component, signal);
			return {ok: count > 0, seen: `${count} ${count === 1 ? 'fault' : 'faults'} put back`};
		}

		case 'expect': {
			return until(step.withinMs, signal, async () => look(hands, step.assertion, signal));
		}

		case 'keeps': {
			return keep(hands, step, inner, signal);
		}
	}
}

async function keep(hands: Hands, {assertion, forMs, everyMs, steps}: Extract<Step, {kind: 'keeps'}>, inner: Inner, signal: AbortSignal): Promise<Judgement> {
	const broken = new AbortController();
	const either = AbortSignal.any([signal, broken.signal]);
	const failed: string[] = [];
	const during = (async () => {
		const startedAt = performance.now();
		for (const step of steps) {
			if (!await inner(step, either)) {
				failed.push('a step within it failed');
				return;
			}
		}

		await sleep(Math.max(0, forMs - (performance.now() - startedAt)), undefined, {signal: either});
	})();
	during.catch(() => undefined);
	try {
		const {ok, seen, looks} = await always(during, everyMs, signal, async () => look(hands, assertion, signal));
		if (ok) {
			await during;
		}

		return {ok: ok && failed.length === 0, seen: ok ? [`held ${looks} times, at last: ${seen}`, ...failed].join('; ') : `at look ${looks} no longer ${inWords(assertion)}: ${seen}`};
	} finally {
		broken.abort(new Error('what had to hold meanwhile did not'));
		await during.catch(() => undefined);
	}
}

async function saidBy({kubectl}: Hands, words: readonly string[], signal: AbortSignal, {input, prints, exit = 0}: {readonly input?: string; readonly prints?: string | undefined; readonly exit?: number} = {}): Promise<Judgement> {
	const {exitCode, stdout, stderr} = await kubectl(words, signal, input);
	const said = (exitCode === 0 ? stdout || stderr : stderr || stdout).trim().split('\n').filter(line => !line.startsWith('Warning:')).join('; ').slice(0, 300);
	return {ok: exitCode === exit && (prints === undefined || `${stdout}${stderr}`.includes(prints)), seen: exitCode === exit ? said : `exit code ${exitCode}: ${said}`};
}
