/** Whether a port of this machine is free, and who has it if not. */
import {createSocket} from 'node:dgram';
import {createServer} from 'node:net';
import {readdir, readFile, readlink} from 'node:fs/promises';
import type {Engine} from '../engine/engine.ts';
import {engineInfo} from '../engine/info.ts';
import {publishersOf} from '../engine/publishers.ts';
import {SingleKubeError} from '../errors.ts';
import type {PortSpec} from '../plan/ports.ts';

/**
 * Before anything is made: on an engine elsewhere nothing can be said, and the engine itself says it later.
 *
 * @param hint what to do about a port, when it is not to publish another one
 * @throws SingleKubeError PORT_TAKEN with who has it, OPTION_INVALID when this machine has no such address
 */
export async function refuseTaken(engine: Engine, ports: readonly PortSpec[], hint?: (port: PortSpec) => string | undefined): Promise<void> {
	if (ports.length === 0 || !(await engineInfo(engine)).isLocal) {
		return;
	}

	for (const port of ports) {
		const failure = await freePort(port);
		if (failure === 'EADDRNOTAVAIL') {
			throw new SingleKubeError('OPTION_INVALID', `this machine has no address ${port.address} at which a port could be published`, {hint: 'Its addresses: ip -brief address'});
		}

		if (failure === 'EADDRINUSE') {
			throw await portTaken(engine, port, hint?.(port));
		}
	}
}

/** What to throw when a port cannot be had. */
export async function portTaken(engine: Engine, port: PortSpec, hint?: string, cause?: unknown): Promise<SingleKubeError> {
	const {address, hostPort, protocol} = port;
	return new SingleKubeError('PORT_TAKEN', `port ${hostPort}/${protocol} on ${address} is taken`, {
		seen: await holdersOf(engine, port),
		hint: hint ?? `Publish at another one, such as ${hostPort + 1}:${port.nodePort}, or end who has it`, cause,
	});
}

/** Who has a port, each in words; none where nobody is found. @param engine whose containers may have published it, if there is one */
export async function holdersOf(engine: Engine | undefined, {hostPort, protocol}: PortSpec): Promise<string[]> {
	const containers = engine ? await publishersOf(engine, hostPort, protocol) : [];
	const processes = containers.length > 0 ? [] : await listeners(hostPort, protocol);
	const passing = containers.length + processes.length === 0 && protocol === 'tcp' && await hasConnection(hostPort);
	return [
		...containers.map(name => `the container ${name} has published it`), ...processes.map(name => `${name} listens on it`),
		...passing ? ['nobody listens on it: a connection has it for the moment. High numbers, mostly from 32768, are given to connections'] : [],
	];
}

/** @returns undefined when it is free, else the system's code why nobody may listen there now; a port that only root may have is not ours to judge */
export async function freePort({address, hostPort, protocol}: PortSpec): Promise<string | undefined> {
	return new Promise(resolve => {
		const failed = (error: NodeJS.ErrnoException): void => {
			resolve(error.code);
		};

		if (protocol === 'udp') {
			const socket = createSocket('udp4');
			socket.once('error', failed).bind({port: hostPort, address, exclusive: true}, () => socket.close(() => {
				resolve(undefined);
			}));
		} else {
			const server = createServer();
			server.once('error', failed).listen({port: hostPort, host: address, exclusive: true}, () => server.close(() => {
				resolve(undefined);
			}));
		}
	});
}

/** Linux's table of sockets (proc(5), `/proc/net/tcp`) and the processes that have one of them open. */
async function listeners(port: number, protocol: 'tcp' | 'udp'): Promise<string[]> {
	const listening = protocol === 'tcp' ? '0A' : '07';
	const inodes = new Set((await sockets(port, protocol)).filter(({state}) => state === listening).map(({inode}) => `socket:[${inode}]`));
	if (inodes.size === 0) {
		return [];
	}

	const processes = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
	const found = await Promise.all(processes.map(async pid => {
		const open = await readdir(`/proc/${pid}/fd`).catch(() => []);
		const links = await Promise.all(open.map(async fd => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')));
		return links.some(link => inodes.has(link)) ? [`${(await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'a program')).trim()}, process ${pid},`] : [];
	}));
	return found.flat();
}

/** One that is open, or ended within the last minute (TIME_WAIT): no listener can have its number meanwhile. */
async function hasConnection(port: number): Promise<boolean> {
	return (await sockets(port, 'tcp')).some(({state}) => state !== '0A');
}

async function sockets(port: number, protocol: 'tcp' | 'udp'): Promise<Array<{state: string | undefined; inode: string | undefined}>> {
	const tables = await Promise.all([`/proc/net/${protocol}`, `/proc/net/${protocol}6`].map(async file => readFile(file, 'utf8').catch(() => '')));
	return tables.flatMap(table => table.split('\n').slice(1)).map(line => line.trim().split(/\s+/))
		.filter(fields => Number.parseInt(fields[1]?.split(':')[1] ?? '', 16) === port).map(fields => ({state: fields[3], inode: fields[9]}));
}
