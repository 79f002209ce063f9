import {Agent as HttpsAgent} from 'node:https';
import {messageOf, SingleKubeError} from '../errors.ts';
import type {EngineAddress} from './address.ts';
import {Docker} from './dockerode.ts';
import type {Engine} from './engine.ts';
import {sshAgent} from './ssh-agent.ts';
import {unixEngine} from './unix-engine.ts';

/**
 * An engine at an address; nothing is sent to it yet.
 *
 * @throws SingleKubeError ENGINE_CONTEXT_INVALID when the address is none that an engine can have
 */
export function openEngine(address: EngineAddress, env: NodeJS.ProcessEnv): Engine {
	const {host, origin} = address;
	const url = parse(address);
	switch (url.protocol) {
		case 'unix:':
		case 'npipe:': {
			return {...unixEngine(host.slice(url.protocol.length + 2), origin), host};
		}

		case 'tcp:':
		case 'http:':
		case 'https:': {
			const {tls} = address;
			const secure = tls !== undefined || url.protocol === 'https:';
			return remote(address, {
				host: url.hostname, port: url.port || (secure ? '2376' : '2375'), protocol: secure ? 'https' : 'http',
				// Docker-modem has no word for "any certificate will do": its agent has to know.
				agent: secure ? new HttpsAgent({ca: tls?.ca, cert: tls?.cert, key: tls?.key, rejectUnauthorized: tls?.verify ?? true}) : undefined,
			});
		}

		case 'ssh:': {
			return remote(address, {host: 'docker.example.com', protocol: 'http', agent: sshAgent(url, env)});
		}

		default: {
			throw invalid(address, [`${url.protocol}// is none of unix://, tcp://, ssh://`]);
		}
	}
}

/** An engine elsewhere has its socket where an engine's socket is. */
function remote({host, origin}: EngineAddress, options: object): Engine {
	// What is undefined here would otherwise be taken from this process's DOCKER_HOST.
	const docker = new Docker({socketPath: undefined, port: undefined, ca: undefined, cert: undefined, key: undefined, ...options});
	return {docker, host, origin, socketPath: '/var/run/docker.sock'};
}

function parse(address: EngineAddress): URL {
	try {
		return new URL(address.host);
	} catch (error) {
		throw invalid(address, [messageOf(error)]);
	}
}

function invalid({host, origin}: EngineAddress, seen: readonly string[]): SingleKubeError {
	return new SingleKubeError('ENGINE_CONTEXT_INVALID', `${origin} names no engine: "${host}"`, {
		seen, hint: 'Write it as unix:///var/run/docker.sock, tcp://HOST:2376 or ssh://USER@HOST',
	});
}
