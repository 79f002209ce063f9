/** An engine at a unix socket, for those who know where it is: the agent, and tests. */
import Docker from 'dockerode';
import type {Engine} from './engine.ts';

export function unixEngine(socketPath: string, origin: string): Engine {
	return {docker: new Docker({socketPath}), host: `unix://${socketPath}`, origin, socketPath};
}
