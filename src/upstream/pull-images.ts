/** Have upstream's images on the engine under upstream's names, from wherever they can be had. */
import type {Engine} from '../engine/engine.ts';
import {listImageNames} from '../engine/find-images.ts';
import type {Emit} from '../events.ts';
import {Slots} from '../slots.ts';
import {findImages, type FoundImage, missingImages} from './find-images.ts';
import type {RegistryMirror} from './mirrors.ts';
import {pullOne, type PullOptions} from './pull-one.ts';
import {type AccessOptions, openAccess, type RegistryAccess} from './registry-access.ts';

export type UpstreamOptions = AccessOptions & PullOptions & {
	readonly mirrors: readonly RegistryMirror[];
};

/** How many images come at once; the engine fetches three layers of each side by side. */
const atOnce = 3;

/**
 * With all of them there it is one engine call. Otherwise each is found before the first is pulled.
 *
 * @param wanted upstream's names: `registry.k8s.io/pause:3.10`, `docker.io/library/debian:bookworm-slim`
 * @returns those that were pulled
 * @throws SingleKubeError those of findImages and pullImages; REGISTRY_CREDENTIALS_INVALID
 */
export async function ensureUpstreamImages(engine: Engine, wanted: readonly string[], options: UpstreamOptions, emit: Emit, signal: AbortSignal): Promise<string[]> {
	const missing = await missingImages({engine}, wanted);
	if (missing.length === 0) {
		return [];
	}

	const access = await openAccess(engine, options, emit, signal);
	const found = await findImages(access, missing, options.mirrors);
	await pullImages(access, found, options, emit, signal);
	return found.map(({image}) => image);
}

/**
 * The first that cannot be had ends the pulls of the others; what was whole by then stays for the next time.
 *
 * @throws SingleKubeError IMAGE_CORRUPT, IMAGE_PULL_FAILED, IMAGE_NOT_FOUND, REGISTRY_DENIED, REGISTRY_UNTRUSTED,
 *   REGISTRY_UNREACHABLE, ENGINE_OUT_OF_SPACE; those of the engine; the signal's reason
 */
export async function pullImages(access: RegistryAccess, found: readonly FoundImage[], options: PullOptions, emit: Emit, signal: AbortSignal): Promise<void> {
	const failure = new AbortController();
	const either = AbortSignal.any([signal, failure.signal]);
	const present = await listImageNames(access.engine);
	const slots = new Slots(atOnce);
	await Promise.allSettled(found.map(async image => slots.use(async () => {
		try {
			either.throwIfAborted();
			await pullOne(access, image, present, options, emit, either);
		} catch (error) {
			failure.abort(error);
		}
	})));
	if (either.aborted) {
		throw signal.aborted ? signal.reason : failure.signal.reason;
	}
}
