import {embeddedPaths} from '../embedded-engine/paths.ts';
import {SingleKubeError} from '../errors.ts';
import type {Emit} from '../events.ts';
import type {Engine} from './engine.ts';
import {findAddress} from './find-address.ts';
import {openEngine} from './open.ts';
import {pingEngine} from './ping.ts';
import {unixEngine} from './unix-engine.ts';

export type ConnectOptions = {
	/** `host`: what the Docker CLI takes. `embedded`: our own. `auto`: the first that there is, in this order. */
	readonly engine: 'auto' | 'host' | 'embedded';
	/** Whether the embedded engine's packages may be installed. */
	readonly install: boolean;
	/** Asks the person; without it nobody is there to be asked, and the answer is yes. */
	readonly confirm?: (question: string) => Promise<boolean>;
	readonly env?: NodeJS.ProcessEnv;
	/** False: only an embedded engine that runs already will do. */
	readonly start?: boolean;
	/** The socket that counts as the CLI's default. */
	readonly defaultSocket?: string;
};

/** An engine on this machine has this long to answer, in milliseconds; one behind ssh longer, for the handshake. */
const pingLimit = 5000;
const sshPingLimit = 20_000;

/**
 * Find the engine to work on and see that it answers. An engine that somebody named (DOCKER_HOST, a context) is taken
 * or fails: another one never takes its place.
 *
 * @throws SingleKubeError ENGINE_UNREACHABLE, ENGINE_PERMISSION, ENGINE_CONTEXT_INVALID, those of startEmbeddedEngine; the signal's reason
 */
export async function connectEngine(options: ConnectOptions, emit: Emit, signal: AbortSignal): Promise<Engine> {
	if (options.engine === 'embedded') {
		return connectEmbedded(options, emit, signal);
	}

	const host = await connectHost(options, signal);
	if (!(host instanceof SingleKubeError)) {
		return host;
	}

	if (options.engine === 'host') {
		throw host;
	}

	try {
		return await connectEmbedded(options, emit, signal);
	} catch (error) {
		throw withHostFailure(error, host);
	}
}

/** @returns the engine, or, where nobody asked for a certain one and the default does not answer, the reason */
async function connectHost(options: ConnectOptions, signal: AbortSignal): Promise<Engine | SingleKubeError> {
	const env = options.env ?? process.env;
	const address = await findAddress({env, defaultSocket: options.defaultSocket ?? '/var/run/docker.sock'});
	const engine = openEngine(address, env);
	try {
		await pingEngine(engine, address.host.startsWith('ssh:') ? sshPingLimit : pingLimit, signal);
		return engine;
	} catch (error) {
		if (!address.explicit && error instanceof SingleKubeError && error.code === 'ENGINE_UNREACHABLE') {
			return error;
		}

		throw error;
	}
}

async function connectEmbedded(options: ConnectOptions, emit: Emit, signal: AbortSignal): Promise<Engine> {
	const env = options.env ?? process.env;
	const {socket} = embeddedPaths(env);
	// Loaded only here: most commands find a host's engine, and kubectl through single-kube should start fast.
	const {runsEmbeddedEngine} = await import('../embedded-engine/status.ts');
	if (!await runsEmbeddedEngine(env, signal)) {
		if (options.start === false) {
			throw new SingleKubeError('ENGINE_UNREACHABLE', 'the embedded engine does not run', {
				seen: [`nothing answers at ${socket}`], hint: 'Start it: single-kube engine start',
			});
		}

		const {startEmbeddedEngine} = await import('../embedded-engine/start.ts');
		await startEmbeddedEngine({install: options.install, confirm: options.confirm, env}, emit, signal);
	}

	return unixEngine(socket, 'the embedded engine');
}

/** Whoever asked for `auto` has to see both reasons. */
function withHostFailure(error: unknown, host: SingleKubeError): unknown {
	return error instanceof SingleKubeError
		? new SingleKubeError(error.code, error.message, {seen: [`no engine of the host: ${host.message}`, ...error.seen], hint: error.hint, cause: error.cause ?? host})
		: error;
}
