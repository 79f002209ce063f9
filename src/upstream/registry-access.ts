/** One engine's way to registries: for which platform, with whose credentials, and which registries turned out to be out of reach. */
import {setTimeout as sleep} from 'node:timers/promises';
import {inspectDistribution, type Manifest, type Platform, type RegistryAuth} from '../engine/distribution.ts';
import type {Engine} from '../engine/engine.ts';
import {engineInfo} from '../engine/info.ts';
import {mayPass, type RegistryFailure} from '../engine/registry-failure.ts';
import {SingleKubeError} from '../errors.ts';
import type {Emit} from '../events.ts';
import {dockerCredentials} from './credentials.ts';
import {parseReference} from './references.ts';

/** Times in milliseconds; tests shorten them. */
export type AccessOptions = {
	readonly environment?: NodeJS.ProcessEnv;
	/** How long a registry may take to say whether it has an image; 5 s. */
	readonly limitMs?: number;
	/** Before the second, third … try of a question; 500 ms and 2 s. */
	readonly pausesMs?: readonly number[];
};

export type RegistryAccess = {
	readonly engine: Engine;
	readonly platform: Platform;
	readonly authFor: (registry: string) => Promise<RegistryAuth | undefined>;
	/** Whether a place has an image for this engine. @param candidate in full @returns its digest, or why not */
	readonly ask: (candidate: string) => Promise<{readonly kind: 'found'; readonly digest: string} | RegistryFailure>;
};

/** @throws SingleKubeError REGISTRY_CREDENTIALS_INVALID for a damaged file; those of the engine */
export async function openAccess(engine: Engine, {environment = process.env, limitMs = 5000, pausesMs = [500, 2000]}: AccessOptions, emit: Emit, signal: AbortSignal): Promise<RegistryAccess> {
	const [{os, architecture}, credentials] = await Promise.all([engineInfo(engine), dockerCredentials(environment, signal)]);
	const platform = {os, architecture};
	const away = new Map<string, RegistryFailure>();
	const warned = new Set<string>();
	const authFor = async (registry: string): Promise<RegistryAuth | undefined> => {
		try {
			return await credentials(registry);
		} catch (error) {
			signal.throwIfAborted();
			if (!(error instanceof SingleKubeError)) {
				throw error;
			}

			// Most images are public: a helper that is broken should not stand between us and those.
			if (!warned.has(registry)) {
				warned.add(registry);
				emit({type: 'warned', phase: 'images', text: `${registry} is asked without credentials: ${error.message} (${error.seen.join('; ')})`});
			}

			return undefined;
		}
	};

	const ask = async (candidate: string): Promise<{readonly kind: 'found'; readonly digest: string} | RegistryFailure> => {
		const {registry} = parseReference(candidate);
		const auth = await authFor(registry);
		for (let tries = 0; ; tries++) {
			// A closed network has to be waited for once, not once an image.
			const known = away.get(registry);
			if (known) {
				return known;
			}

			const answer = await inspectDistribution(engine, candidate, auth, limitMs, signal);
			if (answer.kind === 'found') {
				return fits(answer, platform);
			}

			if (answer.kind === 'unreachable') {
				away.set(registry, answer);
			}

			const pause = pausesMs[tries];
			if (!mayPass(answer) || pause === undefined) {
				return answer;
			}

			await sleep(pause, undefined, {signal}).catch(() => signal.throwIfAborted());
		}
	};

	return {engine, platform, authFor, ask};
}

/** A registry that does not tell is believed: the pull will show. */
function fits({digest, platforms}: Manifest, {os, architecture}: Platform): {readonly kind: 'found'; readonly digest: string} | RegistryFailure {
	return platforms.length === 0 || platforms.some(platform => platform.os === os && platform.architecture === architecture)
		? {kind: 'found', digest}
		: {kind: 'not-found', message: `it is there for ${platforms.map(platform => `${platform.os}/${platform.architecture}`).join(', ')}, not for the engine's ${os}/${architecture}`};
}
