/** A bundle's images onto an engine: verified before, compared after. */
import {createHash} from 'node:crypto';
import {Readable} from 'node:stream';
import {identifyImage, loadImages, sameImage} from '../engine/archives.ts';
import type {Engine} from '../engine/engine.ts';
import {engineArchitecture} from '../engine/info.ts';
import type {Emit} from '../events.ts';
import {reportBytes} from './byte-progress.ts';
import {tarBytes} from './file-bytes.ts';
import type {BundleImage} from './manifest.ts';
import type {Bundle} from './open-bundle.ts';
import {damaged, invalid} from './refusals.ts';
import {endOfArchive} from './tar-blocks.ts';
import {verifyBundle} from './verify-bundle.ts';

/** @returns those of these images that the engine does not have, or has another image for under one of its names */
export async function lackingImages(engine: Engine, images: Iterable<BundleImage>): Promise<BundleImage[]> {
	const looked = await Promise.all([...images].map(async image => {
		const found = await Promise.all(image.names.map(async name => identifyImage(engine, name)));
		return found.every(seen => seen && sameImage(seen, image)) ? [] : [image];
	}));
	return looked.flat();
}

/**
 * All of its images, with their names; none when the engine has them all.
 *
 * @throws SingleKubeError BUNDLE_DAMAGED, with nothing loaded, or when the engine made something else of it; BUNDLE_INVALID for another
 *   architecture; those of the engine; the signal's reason
 */
export async function loadBundle(engine: Engine, bundle: Bundle, emit: Emit, signal: AbortSignal): Promise<void> {
	const {file, size, manifest} = bundle;
	const images = Object.values(manifest.images);
	if ((await lackingImages(engine, images)).length === 0) {
		return;
	}

	await refuseArchitecture(engine, bundle);
	await reportBytes(emit, {name: 'bundle', doing: 'verify', done: 'verified', total: size}, async seen => verifyBundle(bundle, seen, signal));
	await reportBytes(emit, {name: 'bundle', doing: 'load', done: 'loaded', total: size}, async seen =>
		loadImages(engine, Readable.from(verified(bundle, seen), {objectMode: false}), signal));
	const wrong = await lackingImages(engine, images);
	if (wrong.length > 0) {
		throw damaged(file, await Promise.all(wrong.map(async ({reference, id}) => `${reference}: expected ${id}, the engine has ${(await identifyImage(engine, reference))?.id ?? 'none'}`)));
	}
}

/** An engine takes images of any kind, and their programs do not run. */
async function refuseArchitecture(engine: Engine, {file, manifest}: Bundle): Promise<void> {
	const architecture = await engineArchitecture(engine);
	if (architecture !== manifest.architecture) {
		throw invalid(file, `its images are for ${manifest.architecture}, and the engine is ${architecture}`, `Make one with an engine on ${architecture}: single-kube bundle -o FILE`);
	}
}

/** The images as they were saved. A file that was changed since it was verified never ends, and the engine drops what it got. */
async function * verified({file, compressed, end, manifest}: Bundle, seen: (bytes: number) => void): AsyncGenerator<Buffer> {
	const hash = createHash('sha256');
	for await (const chunk of tarBytes(file, compressed, end, seen)) {
		hash.update(chunk as Buffer);
		yield chunk as Buffer;
	}

	const sha256 = hash.digest('hex');
	if (sha256 !== manifest.sha256) {
		throw damaged(file, [`it changed while it was read: expected sha256 ${manifest.sha256}, seen ${sha256}`]);
	}

	yield endOfArchive;
}
