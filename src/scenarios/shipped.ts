/** The scenarios that single-kube brings: files of scenarios/. */
import {existsSync} from 'node:fs';
import {readdir} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {SingleKubeError} from '../errors.ts';
import {nearest} from '../nearest.ts';
import {readScenario} from './read.ts';
import type {Scenario} from './scenario.ts';

const directory = fileURLToPath(new URL('../../scenarios', import.meta.url));

/** @returns all of them, by name */
export async function shippedScenarios(): Promise<Scenario[]> {
	return Promise.all((await names()).map(async name => readScenario(fileOf(name))));
}

/** @param word a path, or the name of one that single-kube brings @throws SingleKubeError SCENARIO_INVALID */
export async function findScenario(word: string): Promise<Scenario> {
	const known = await names();
	if (known.includes(word)) {
		return readScenario(fileOf(word));
	}

	if (!existsSync(word) && !/[/\\.]/.test(word)) {
		const close = nearest(word, known);
		throw new SingleKubeError('SCENARIO_INVALID', `there is no scenario ${word}`, {
			seen: [`scenarios: ${known.join(', ')}`], hint: close === undefined ? 'single-kube fault run --list says what each shows; one of your own is named by its path: ./mine.yaml' : `Did you mean ${close}?`,
		});
	}

	return readScenario(word);
}

async function names(): Promise<string[]> {
	return (await readdir(directory)).filter(file => file.endsWith('.yaml')).map(file => file.slice(0, -'.yaml'.length)).sort();
}

const fileOf = (name: string): string => path.join(directory, `${name}.yaml`);
