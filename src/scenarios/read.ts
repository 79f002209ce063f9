/** A scenario's text into a record. Every misfit is said with its line, a mistyped key with the one that was probably meant. */
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {z} from 'zod';
import {messageOf, SingleKubeError} from '../errors.ts';
import {parseFault} from '../faults/words.ts';
import {Reading} from './reading.ts';
import type {Assertion, Scenario, Step} from './scenario.ts';
import {assertionSchemas, scenarioKeys, stepSchemas} from './schema.ts';

const patience = '30s';
const sampled = '500ms';

/** @throws SingleKubeError SCENARIO_INVALID */
export async function readScenario(file: string): Promise<Scenario> {
	let text: string;
	try {
		text = await readFile(file, 'utf8');
	} catch (error) {
		throw new SingleKubeError('SCENARIO_INVALID', `the scenario ${file} cannot be read`, {seen: [messageOf(error)], hint: 'Those that single-kube brings: single-kube fault run --list', cause: error});
	}

	return parseScenario(text, file, async named => readFile(path.resolve(path.dirname(file), named), 'utf8'));
}

/** @param readNamed reads a file that the scenario names @throws SingleKubeError SCENARIO_INVALID with a line for each thing that is wrong */
export async function parseScenario(text: string, file: string, readNamed: (file: string) => Promise<string>): Promise<Scenario> {
	const reading = new Reading(text);
	const value = reading.value;
	const head = reading.check(z.strictObject(scenarioKeys), value, []);
	const steps: Step[] = [];
	for (const [index, given] of (head?.steps ?? []).entries()) {
		steps.push(...await readStep(reading, given, ['steps', index], readNamed));
	}

	if (reading.wrong.length > 0 || !head) {
		throw new SingleKubeError('SCENARIO_INVALID', `${file} is no scenario`, {seen: reading.wrong, hint: 'docs/scenarios.md has every key; one to begin with: single-kube fault run --list'});
	}

	const {title, teaches, namespace} = head;
	return {name: path.basename(file).replace(/\.ya?ml$/, ''), file, title, teaches: teaches.trim(), namespace, steps};
}

type Path = ReadonlyArray<string | number>;

/** @returns one step; none of what is wrong */
async function readStep(reading: Reading, given: unknown, at: Path, readNamed: (file: string) => Promise<string>, inner = false): Promise<Step[]> {
	const kinds = (Object.keys(stepSchemas) as Array<keyof typeof stepSchemas>).filter(kind => !inner || kind !== 'keeps');
	const kind = reading.kindOf(given, at, kinds, 'a step');
	if (kind === undefined) {
		return [];
	}

	const line = reading.lineOf(at);
	switch (kind) {
		case 'apply': {
			const step = reading.check(stepSchemas.apply, given, at);
			const manifests = step && (typeof step.apply === 'string' ? step.apply : await reading.attempt([...at, 'apply'], async () => readNamed((step.apply as {file: string}).file)));
			return step && manifests !== undefined ? [{kind, line, title: step.title, manifests, withinMs: milliseconds(step.within ?? patience)}] : [];
		}

		case 'delete': {
			const step = reading.check(stepSchemas.delete, given, at);
			return step ? [{kind, line, title: step.title, object: step.delete, namespace: step.namespace, withinMs: milliseconds(step.within ?? patience)}] : [];
		}

		case 'fault': {
			const step = reading.check(stepSchemas.fault, given, at);
			const [component = '', ...words] = step?.fault.trim().split(/\s+/) ?? [];
			const jitter = words.indexOf('--jitter');
			const spec = step && await reading.attempt([...at, 'fault'], async () => jitter === -1 ? parseFault(words) : parseFault(words.toSpliced(jitter, 2), words[jitter + 1] ?? ''));
			return step && spec ? [{kind, line, title: step.title, component, spec}] : [];
		}

		case 'clear': {
			const step = reading.check(stepSchemas.clear, given, at);
			return step ? [{kind, line, title: step.title, component: step.clear}] : [];
		}

		case 'kubectl': {
			const step = reading.check(stepSchemas.kubectl, given, at);
			return step ? [{kind, line, title: step.title, words: wordsOf(step.kubectl), prints: step.prints, exit: step.exit ?? 0, withinMs: milliseconds(step.within ?? patience)}] : [];
		}

		case 'expect': {
			const step = reading.check(z.strictObject({...stepSchemas.expect.shape, expect: z.unknown()}), given, at);
			const assertion = step && readAssertion(reading, step.expect, [...at, 'expect']);
			return step && assertion ? [{kind, line, title: step.title, assertion, withinMs: milliseconds(step.within ?? patience)}] : [];
		}

		case 'keeps': {
			const step = reading.check(z.strictObject({...stepSchemas.keeps.shape, keeps: z.unknown()}), given, at);
			const assertion = step && readAssertion(reading, step.keeps, [...at, 'keeps']);
			const steps = await Promise.all((step?.while ?? []).map(async (each, index) => readStep(reading, each, [...at, 'while', index], readNamed, true)));
			if (step && step.for === undefined && step.while === undefined) {
				reading.misfit(at, 'keeps takes `for:` a time, or steps `while:` which it holds');
			}

			return step && assertion ? [{kind, line, title: step.title, assertion, forMs: milliseconds(step.for ?? '0s'), everyMs: milliseconds(step.every ?? sampled), steps: steps.flat()}] : [];
		}
	}
}

function readAssertion(reading: Reading, given: unknown, at: Path): Assertion | undefined {
	const kind = reading.kindOf(given, at, Object.keys(assertionSchemas) as Array<keyof typeof assertionSchemas>, 'an assertion');
	const assertion = kind && reading.check<object>(assertionSchemas[kind], given, at);
	if (!assertion) {
		return undefined;
	}

	if (kind !== 'http' && Object.keys(assertion).every(key => key === kind || key === 'namespace')) {
		reading.misfit(at, `nothing is said about ${kind} ${String((assertion as Readonly<Record<string, unknown>>)[kind])}: ${Object.keys(assertionSchemas[kind].shape).filter(key => key !== kind && key !== 'namespace').join(', ')}`);
	}

	return {...assertion, kind} as Assertion;
}

/** Words as a shell would have them, where quotes keep some together. */
function wordsOf(line: string): string[] {
	return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, bare]) => single ?? double ?? bare ?? '');
}

/** @param time as the schema lets it through */
function milliseconds(time: string): number {
	const units = {ms: 1, s: 1000, m: 60_000};
	const [, number = '0', unit = 's'] = /^([\d.]+)(ms|s|m)$/.exec(time) ?? [];
	return Number(number) * units[unit as keyof typeof units];
}
