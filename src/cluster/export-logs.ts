/** Everything that helps to find out what went wrong with a cluster, as files: whole or half-made, with an apiserver or without. */
import {mkdir} from 'node:fs/promises';
import path from 'node:path';
import type {Api} from '../api/api.ts';
import type {Engine} from '../engine/engine.ts';
import {engineInfo} from '../engine/info.ts';
import {observe} from '../engine/observe.ts';
import {componentPieces} from '../export-logs/component-pieces.ts';
import {enginePieces} from '../export-logs/engine-pieces.ts';
import {kubernetesPieces} from '../export-logs/kubernetes-pieces.ts';
import {podPieces} from '../export-logs/pod-pieces.ts';
import {redactRecord} from '../export-logs/redact-record.ts';
import {type Missing, notWritable, type PieceSource, savePieces, write} from '../export-logs/save-pieces.ts';
import {readVersion} from '../version.ts';
import {connectApi} from './admin.ts';
import {clusterHealth} from './health.ts';
import {readSettings} from './settings.ts';
import {readSpec} from './spec.ts';

/** What was saved of a cluster. */
export type ExportedLogs = {
	readonly cluster: string;
	/** Absolute. */
	readonly directory: string;
	/** Relative to it, sorted. */
	readonly files: readonly string[];
	readonly bytes: number;
	/** What could not be had, and why: also in the file errors.txt, which is there only then. */
	readonly missing: readonly Missing[];
};

/** Milliseconds: what the engine has is a local matter; an apiserver may hang. */
const limits = {engine: 120_000, api: 30_000};

/**
 * Save a cluster's logs, configuration and objects below a directory, which is made where it is missing. No private key,
 * no token and no Secret's data is among them. What cannot be had is noted and never a failure.
 *
 * @throws SingleKubeError LOGS_NOT_WRITABLE; the signal's reason
 */
export async function exportLogs(engine: Engine, cluster: string, directory: string, signal: AbortSignal): Promise<ExportedLogs> {
	const target = path.resolve(directory);
	await mkdir(target, {recursive: true}).catch((error: unknown) => {
		throw notWritable(target, error);
	});
	const observed = observe(engine, cluster);
	observed.catch(() => undefined);
	let api: Api | undefined;
	const sources: PieceSource[] = [
		{path: 'components/', limit: limits.engine, list: async () => componentPieces(engine, cluster, (await observed).containers)},
		{path: 'pods/', limit: limits.engine, list: async () => podPieces(engine, (await observed).pods)},
		{path: 'engine/', limit: limits.engine, list: async () => enginePieces(engine, cluster)},
		{path: '', limit: limits.engine, list: async () => [
			{path: 'versions.json', read: async () => redactRecord(await versions(engine))},
			{path: 'settings.json', read: async () => redactRecord({spec: await readSpec(engine, cluster), settings: await readSettings(engine, cluster)})},
			{path: 'status.json', read: async inner => redactRecord({...await observed, ...await clusterHealth(engine, cluster, await readSpec(engine, cluster), inner)})},
		]},
		{path: 'kubernetes/', limit: limits.api, list: async inner => {
			const spec = await readSpec(engine, cluster);
			if (!spec) {
				throw new Error('the cluster has no network yet, and so no apiserver');
			}

			api = await connectApi(engine, cluster, spec);
			return kubernetesPieces(api, inner);
		}},
	];
	try {
		const {files, bytes, missing} = await savePieces(target, sources, signal);
		const errors = missing.length === 0 ? [] : ['errors.txt'];
		if (missing.length > 0) {
			await write(path.join(target, 'errors.txt'), missing.map(({path, message}) => `${path}: ${message}\n`).join(''));
		}

		return {cluster, directory: target, files: [...files, ...errors].sort(), bytes, missing};
	} finally {
		api?.close();
	}
}

async function versions(engine: Engine): Promise<object> {
	const {version, apiVersion, os, architecture, operatingSystem, kernel} = await engineInfo(engine);
	return {
		singleKube: readVersion(), node: process.version, platform: `${process.platform}/${process.arch}`,
		engine: {host: engine.host, origin: engine.origin, version, apiVersion, os, architecture, operatingSystem, kernel},
	};
}
