import {engineStatus} from '../../embedded-engine/status.ts';
import {startEmbeddedEngine} from '../../embedded-engine/start.ts';
import {removeEngine} from '../../cluster/remove-engine.ts';
import {stopEmbeddedEngine} from '../../embedded-engine/stop.ts';
import type {EmbeddedEngineStatus} from '../../embedded-engine/status.ts';
import {exitCodes} from '../exit-codes.ts';
import type {Flags, Run} from '../invocation.ts';
import {printResult} from '../output.ts';
import {withProgress} from '../with-progress.ts';

/** On the embedded engine only: the host's own is its owner's business. */
export const run: Run = async ({flags, words}, signal) => {
	switch (words[0] as EngineAction) {
		case 'status': {
			return print(flags, await engineStatus(process.env, signal));
		}

		case 'start': {
			await withProgress(flags, async ({install, confirm}, emit) => startEmbeddedEngine({install: install ?? true, confirm}, emit, signal));
			return print(flags, await engineStatus(process.env, signal));
		}

		case 'stop': {
			await withProgress(flags, async (_, emit) => stopEmbeddedEngine({}, emit, signal));
			printResult(flags, await engineStatus(process.env, signal), () => 'The embedded engine is stopped; what it has is kept');
			return exitCodes.ok;
		}

		case 'remove': {
			await withProgress(flags, async (_, emit) => removeEngine(process.env, emit, signal));
			printResult(flags, {state: 'removed'}, () => 'The embedded engine is removed, with everything that was in it');
			return exitCodes.ok;
		}
	}
};

type EngineAction = 'status' | 'start' | 'stop' | 'remove';

function print(flags: Flags, status: EmbeddedEngineStatus): number {
	printResult(flags, status, () => formatEngine(status));
	return status.state === 'running' ? exitCodes.ok : exitCodes.degraded;
}

export function formatEngine({state, host, directory, log, pid, packages}: EmbeddedEngineStatus): string {
	return [
		`The embedded engine is ${state}${pid === undefined ? '' : `, process ${pid}`}`,
		`  host:      ${host}`, `  directory: ${directory}`, `  log:       ${log}`,
		...packages.length > 0 ? [`  packages installed for it: ${packages.join(', ')}`] : [],
		...state === 'running' ? [] : ['To do: single-kube engine start'],
	].join('\n');
}
