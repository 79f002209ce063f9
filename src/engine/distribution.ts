/** Ask a registry for an image through the engine, which will pull it: with its proxies, authorities and insecure registries. */
import {messageOf} from '../errors.ts';
import type {Engine} from './engine.ts';
import {type RegistryFailure, registryFailure} from './registry-failure.ts';
import {engineCall, statusOf} from './translate-errors.ts';

/** As the header X-Registry-Auth has it (Docker Engine API, "Authentication"). */
export type RegistryAuth = {readonly serveraddress: string} & ({readonly username: string; readonly password: string} | {readonly identitytoken: string});

/** As Go names them. */
export type Platform = {readonly os: string; readonly architecture: string};

export type Manifest = {readonly kind: 'found'; readonly digest: string; /** None where the registry does not tell. */ readonly platforms: readonly Platform[]};

type Answer = {readonly Descriptor: {readonly digest: string}; readonly Platforms?: readonly Platform[] | null};

/**
 * @param reference in full: `registry.k8s.io/pause:3.10`
 * @param limitMs how long the registry may take
 * @throws SingleKubeError ENGINE_UNREACHABLE where the engine itself does not answer; the signal's reason
 */
export async function inspectDistribution(engine: Engine, reference: string, auth: RegistryAuth | undefined, limitMs: number, signal: AbortSignal): Promise<Manifest | RegistryFailure> {
	const limit = AbortSignal.timeout(limitMs);
	try {
		const {Descriptor: {digest}, Platforms} = await ask(engine, reference, auth, AbortSignal.any([signal, limit]));
		return {kind: 'found', digest, platforms: (Platforms ?? []).filter(({architecture}) => Boolean(architecture))};
	} catch (error) {
		signal.throwIfAborted();
		if (limit.aborted) {
			return {kind: 'unreachable', message: `no answer within ${limitMs / 1000} s`};
		}

		// Without a status it was not the engine that answered.
		return statusOf(error) === undefined ? engineCall(`ask for ${reference}`, Promise.reject(error)) : registryFailure(reasonOf(error));
	}
}

/** The engine's message without what dockerode puts around it. */
function reasonOf(error: unknown): Error {
	const said = (error as {json?: {message?: unknown}}).json?.message;
	return Object.assign(new Error(typeof said === 'string' ? said : messageOf(error)), {statusCode: statusOf(error)});
}

/** Dockerode's own word for it cannot be aborted. */
async function ask(engine: Engine, reference: string, auth: RegistryAuth | undefined, signal: AbortSignal): Promise<Answer> {
	signal.throwIfAborted();
	return new Promise((resolve, reject) => {
		engine.docker.modem.dial({
			path: `/distribution/${reference}/json`, method: 'GET', statusCodes: {200: true}, authconfig: auth, abortSignal: signal,
		} as never, (error: unknown, answer: unknown) => {
			if (error) {
				reject(error as Error);
			} else {
				resolve(answer as Answer);
			}
		});
	});
}
