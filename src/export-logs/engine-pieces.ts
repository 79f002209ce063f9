/** What the engine says of itself, and of what the cluster has there. */
import {readFile} from 'node:fs/promises';
import {embeddedPaths} from '../embedded-engine/paths.ts';
import {dumpCluster, dumpDiskUse, dumpEngine, pastEvents} from '../engine/dump.ts';
import type {Engine} from '../engine/engine.ts';
import {redactLog, redactRecord} from './redact-record.ts';
import type {Piece} from './save-pieces.ts';

/** Of an engine's log that is months old the end is enough. */
const logLinesKept = 5000;

export function enginePieces(engine: Engine, cluster: string): Piece[] {
	const {socket, log} = embeddedPaths(process.env);
	return [
		...(['version', 'info'] as const).map(what => ({path: `engine/${what}.json`, read: async () => redactRecord(await dumpEngine(engine, what))})),
		{path: 'engine/df.json', read: async () => redactRecord(await dumpDiskUse(engine))},
		...(['containers', 'networks', 'volumes'] as const).map(what => ({path: `engine/${what}.json`, read: async () => redactRecord(await dumpCluster(engine, cluster, what))})),
		{path: 'engine/events.jsonl', read: async () => redactLog(await pastEvents(engine, cluster, Date.now()))},
		...engine.socketPath === socket ? [{path: 'engine/dockerd.log', read: async () => redactLog((await readFile(log, 'utf8')).trimEnd().split('\n').slice(-logLinesKept))}] : [],
	];
}
