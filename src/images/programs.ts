/**
 * Kubernetes' programs, compiled once from Debian's source package in a builder image, and kept in a cache directory
 * under the hash of everything they are made from. The builder itself is big and does not stay.
 */
import {createHash} from 'node:crypto';
import {mkdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {buildImage, readFromImage, removeImage} from '../engine/images.ts';
import type {Engine} from '../engine/engine.ts';
import type {Emit} from '../events.ts';
import {labels} from '../labels.ts';
import {cacheDirectory} from './cache-directory.ts';
import {buildFailure} from './classify-failure.ts';
import {hashFiles, referenceOf} from './content.ts';
import {contextFolder, readFolder} from './contexts.ts';

/** The component's name of the builder image. */
export const builder = 'builder';

export type Programs = {readonly version: string; readonly read: (program: string) => Promise<Buffer>};

/** The hash of what the programs are made from: the builder's folder, and the base that it is built on. */
export async function programsHash(base: readonly string[], architecture: string): Promise<string> {
	return hashFiles(await readFolder('builder'), [...base, architecture]);
}

/** @returns undefined when they are not there, or not as they were written */
export async function cachedPrograms(hash: string, directory = cacheDirectory()): Promise<Programs | undefined> {
	const folder = path.join(directory, `programs-${hash.slice(0, 16)}`);
	try {
		const manifest = JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8')) as {version: string; sha256: Record<string, string>};
		await Promise.all(Object.entries(manifest.sha256).map(async ([name, expected]) => {
			if (sha256(await readFile(path.join(folder, name))) !== expected) {
				throw new Error(`${name} is damaged`);
			}
		}));
		return {version: manifest.version, read: async program => readFile(path.join(folder, program))};
	} catch {
		return undefined;
	}
}

/** Compile them: minutes of work. @throws SingleKubeError of buildFailure */
export async function compilePrograms(engine: Engine, baseReference: string, hash: string, proxies: Readonly<Record<string, string>>, emit: Emit, signal: AbortSignal, directory = cacheDirectory()): Promise<Programs> {
	const reference = referenceOf(builder, hash);
	const startedAt = performance.now();
	emit({type: 'image-build-started', image: 'builder', reason: 'Kubernetes has to be compiled once'});
	const output: string[] = [];
	try {
		await buildImage(engine, {
			reference, folder: contextFolder('builder'), files: [], labels: {[labels.component]: builder, [labels.content]: hash},
			arguments: {...proxies, BASE: baseReference},
		}, ({step, steps, line}) => {
			output.push(line);
			emit({type: 'image-build-progressed', image: 'builder', step, steps, line});
		}, signal);
		await storePrograms(hash, await readFromImage(engine, reference, '/out'), directory);
	} catch (error) {
		signal.throwIfAborted();
		throw buildFailure('Kubernetes', output, error);
	} finally {
		await removeImage(engine, reference);
	}

	emit({type: 'image-build-finished', image: 'builder', seconds: (performance.now() - startedAt) / 1000});
	return (await cachedPrograms(hash, directory))!;
}

/** Whole or not at all: written beside and renamed. */
export async function storePrograms(hash: string, files: ReadonlyMap<string, Buffer>, directory = cacheDirectory()): Promise<void> {
	const folder = path.join(directory, `programs-${hash.slice(0, 16)}`);
	const beside = `${folder}.${process.pid}`;
	await rm(beside, {recursive: true, force: true});
	await mkdir(beside, {recursive: true});
	try {
		await Promise.all([...files].map(async ([name, content]) => writeFile(path.join(beside, name), content, {mode: 0o755})));
		await writeFile(path.join(beside, 'manifest.json'), JSON.stringify({
			version: files.get('version')!.toString().trim(), sha256: Object.fromEntries([...files].map(([name, content]) => [name, sha256(content)])),
		}, null, 2));
		await rm(folder, {recursive: true, force: true});
		await rename(beside, folder);
	} finally {
		await rm(beside, {recursive: true, force: true});
	}
}

function sha256(content: Buffer): string {
	return createHash('sha256').update(content).digest('hex');
}
