/** Of each component: its log, what the engine says of its container, what it is configured with. */
import {stringify} from 'yaml';
import {readComponentConfig} from '../component-config/read.ts';
import {dumpContainer} from '../engine/dump.ts';
import type {Engine} from '../engine/engine.ts';
import {logLines} from '../engine/logs.ts';
import type {ObservedContainer} from '../plan/observed.ts';
import {redactLog, redactRecord} from './redact-record.ts';
import type {Piece} from './save-pieces.ts';

/** @param containers the cluster's components, running or not */
export function componentPieces(engine: Engine, cluster: string, containers: readonly ObservedContainer[]): Piece[] {
	return containers.flatMap(container => {
		const folder = `components/${container.component}`;
		return [
			{path: `${folder}/log.txt`, read: async signal => readLog(engine, container.name, signal)},
			{path: `${folder}/inspect.json`, read: async () => redactRecord(await dumpContainer(engine, container.name))},
			{path: `${folder}/config.yaml`, read: async () => stringify(await readComponentConfig(engine, cluster, container), {lineWidth: 0, aliasDuplicateObjects: false})},
		] satisfies Piece[];
	});
}

/** The whole of a container's log, over all its starts, with the engine's time before each line. */
export async function readLog(engine: Engine, container: string, signal: AbortSignal): Promise<string> {
	const lines: string[] = [];
	for await (const line of logLines(engine, container, {follow: false, timestamps: true, signal})) {
		lines.push(line);
	}

	return redactLog(lines);
}
