/** One try to pull an image by its digest: no tag is made, and what comes is what was asked for or nothing. */
import type {Readable} from 'node:stream';
import {messageOf, SingleKubeError} from '../errors.ts';
import type {RegistryAuth} from './distribution.ts';
import type {Engine} from './engine.ts';
import {readMessages} from './build-output.ts';
import {PulledBytes, type PullMessage, type PullProgress} from './pulled-bytes.ts';
import {type RegistryFailure, registryFailure} from './registry-failure.ts';
import {engineCall, statusOf} from './translate-errors.ts';

export type PullRequest = {
	/** In full, without a tag: `localhost:5000/k8s/pause`. */
	readonly repository: string;
	readonly digest: string;
	readonly auth: RegistryAuth | undefined;
	/** After so many milliseconds without a word from the engine the try is given up. */
	readonly stallMs: number;
};

/**
 * The engine itself asks again for a layer whose connection broke, from where it broke, five times.
 *
 * @returns what went wrong, undefined when the image is there
 * @throws SingleKubeError ENGINE_OUT_OF_SPACE, ENGINE_UNREACHABLE; the signal's reason
 */
export async function pullByDigest(engine: Engine, request: PullRequest, progress: (progress: PullProgress) => void, signal: AbortSignal): Promise<RegistryFailure | undefined> {
	const {repository, digest, auth, stallMs} = request;
	const what = `pull ${repository}@${digest}`;
	const stalled = new AbortController();
	const timer = setTimeout(() => {
		stalled.abort(new Error('stalled'));
	}, stallMs);
	try {
		const stream = await engine.docker.createImage(auth ?? {}, {fromImage: repository, tag: digest, abortSignal: AbortSignal.any([signal, stalled.signal])} as never) as unknown as Readable;
		const pulled = new PulledBytes();
		for await (const message of readMessages<PullMessage>(stream)) {
			timer.refresh();
			if (message.error !== undefined) {
				return failure(what, new Error(message.errorDetail?.message ?? message.error));
			}

			progress(pulled.add(message));
		}

		// Where the call was aborted the stream may just end.
		signal.throwIfAborted();
		return stalled.signal.aborted ? silence(stallMs) : undefined;
	} catch (error) {
		signal.throwIfAborted();
		if (error instanceof SingleKubeError) {
			throw error;
		}

		// Without a status it was not the engine that answered.
		return stalled.signal.aborted ? silence(stallMs) : statusOf(error) === undefined ? engineCall(what, Promise.reject(error)) : failure(what, error);
	} finally {
		clearTimeout(timer);
	}
}

const silence = (stallMs: number): RegistryFailure => ({kind: 'dropped', message: `nothing came for ${stallMs / 1000} s`});

/** What is the engine's own trouble, and no registry's, is thrown. */
async function failure(what: string, error: unknown): Promise<RegistryFailure> {
	return /no space left on device/i.test(messageOf(error)) ? engineCall(what, Promise.reject(error)) : registryFailure(error);
}
