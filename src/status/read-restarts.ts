import {parseRestarts, type Restarts, restartsDirectory, restartsFile} from '../agent/restarts.ts';
import type {Engine} from '../engine/engine.ts';
import {readFiles} from '../engine/files.ts';

/** How often the supervisor started each component again; nothing where there is no agent to read it from. */
export async function readRestarts(engine: Engine, cluster: string): Promise<Restarts> {
	const files = await readFiles(engine, `sk-${cluster}-agent`, restartsDirectory).catch(() => undefined);
	return parseRestarts(files?.get(restartsFile));
}
