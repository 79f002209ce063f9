/** The logs of a cluster's components as files, before their containers go. */
import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import type {Engine} from '../engine/engine.ts';
import {logTail} from '../engine/logs.ts';
import type {Observed} from '../plan/observed.ts';
import {stateDirectory} from '../state-directory.ts';

/** Lines of each component: a start that fails has written far fewer. */
const lines = 20_000;

/** @returns the folder, with a file for each component that said anything; undefined when none did @throws what the file system says */
export async function saveLogs(engine: Engine, cluster: string, {containers}: Observed, env: NodeJS.ProcessEnv): Promise<string | undefined> {
	const logs = await Promise.all(containers.map(async ({component, name}) => ({component, text: (await logTail(engine, name, lines)).join('\n')})));
	const written = logs.filter(({text}) => text !== '');
	if (written.length === 0) {
		return undefined;
	}

	const folder = path.join(stateDirectory(env), 'logs', `${cluster}-${new Date().toISOString().replaceAll(':', '').slice(0, 17)}Z`);
	await mkdir(folder, {recursive: true, mode: 0o700});
	await Promise.all(written.map(async ({component, text}) => writeFile(path.join(folder, `${component}.log`), `${text}\n`, {mode: 0o600})));
	return folder;
}
