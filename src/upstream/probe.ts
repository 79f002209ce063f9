/** Whether upstream's images can be had at all, within seconds: for whoever chooses between sources. */
import type {Engine} from '../engine/engine.ts';
import {SingleKubeError} from '../errors.ts';
import {ignoreEvents} from '../events.ts';
import {missingImages} from './find-images.ts';
import {imageCandidates, type RegistryMirror} from './mirrors.ts';
import {openAccess} from './registry-access.ts';

export type RegistryAnswer = {readonly answers: boolean; /** In words, continuing "because": what was seen where. */ readonly why: string};

/**
 * All places are asked at the same time, once: it is about yes or no, not about from where.
 *
 * @param reference an image that any start needs, by upstream's name
 * @param limitMs how long it may take in all
 * @throws SingleKubeError OPTION_INVALID, REGISTRY_CREDENTIALS_INVALID for a damaged file; those of the engine; the signal's reason
 */
export async function registryAnswers(engine: Engine, reference: string, mirrors: readonly RegistryMirror[], limitMs = 3000, signal: AbortSignal = new AbortController().signal, environment: NodeJS.ProcessEnv = process.env): Promise<RegistryAnswer> {
	const candidates = imageCandidates(reference, mirrors);
	if ((await missingImages({engine}, [reference])).length === 0) {
		return {answers: true, why: `the engine has ${reference}`};
	}

	if (candidates.length === 0) {
		return {answers: false, why: `there is no place to look for ${reference}`};
	}

	// Everything that waits is under this signal, a credential helper as well; the first that has the image ends the others.
	const over = new AbortController();
	const limit = AbortSignal.timeout(limitMs);
	const within = AbortSignal.any([signal, limit, over.signal]);
	const seen = new Map<string, string>(candidates.map(candidate => [candidate, `no answer within ${limitMs / 1000} s`]));
	try {
		const access = await openAccess(engine, {environment, limitMs, pausesMs: []}, ignoreEvents, within);
		const first = await Promise.any(candidates.map(async candidate => {
			const answer = await access.ask(candidate);
			if (answer.kind === 'found') {
				return candidate;
			}

			seen.set(candidate, answer.message);
			throw new Error(answer.message);
		}));
		return {answers: true, why: `${first} is there`};
	} catch (error) {
		signal.throwIfAborted();
		if (error instanceof SingleKubeError || !(error instanceof AggregateError || limit.aborted)) {
			throw error;
		}

		return {answers: false, why: [...seen].map(([candidate, why]) => `${candidate}: ${why}`).join('; ')};
	} finally {
		over.abort(new Error('answered'));
	}
}
