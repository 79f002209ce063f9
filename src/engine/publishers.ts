/** Which containers of an engine have published a port of its host. */
import type {Engine} from './engine.ts';
import {engineCall} from './translate-errors.ts';

/** @returns the running containers' names */
export async function publishersOf(engine: Engine, port: number, protocol: 'tcp' | 'udp'): Promise<string[]> {
	const containers = await engineCall('list the containers', engine.docker.listContainers());
	return containers.filter(({Ports}) => Ports.some(({PublicPort, Type}) => PublicPort === port && Type === protocol))
		.map(({Names}) => Names[0]?.replace(/^\//, '') ?? '');
}
