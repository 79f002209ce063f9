/** An engine at a unix socket, for those who know where it is: the agent, and tests. */
import {Docker} from './dockerode.ts';
import type {Engine} from './engine.ts';

export function unixEngine(socketPath: string, origin: string): Engine {
	// Without the word `undefined` docker-modem takes the host of this process's DOCKER_HOST instead of the socket.
	const docker = new Docker({socketPath, host: undefined, port: undefined, protocol: 'http', ca: undefined, cert: undefined, key: undefined});
	return {docker, host: `unix://${socketPath}`, origin, socketPath};
}
