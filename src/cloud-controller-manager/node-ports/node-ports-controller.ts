/** Lets each node port answer on the loopback addresses of the engine's host, too. */
import {messageOf} from '../../errors.ts';
import type {RecordEvent} from '../../controllers/event-recorder.ts';
import type {Service} from '../objects.ts';
import {type Forward, forwardTcp} from './forward-tcp.ts';
import {forwardUdp} from './forward-udp.ts';
import {portHolder} from './port-holder.ts';
import {portChanges, type WantedPort, wantedPorts} from './wanted-ports.ts';

export type NodePortsOptions = {
	readonly record: RecordEvent;
	/** Where the node ports are. */
	readonly nodeAddress: string;
	readonly log: (line: string) => void;
};

/** Where nobody but this machine comes in. */
const loopback = '127.0.0.1';
/** Many programs try it first for `localhost`; a machine may be without it. */
const loopback6 = '::1';
/** How soon a port that was taken is tried again. */
const retryMs = 2000;

/** @returns one round of work, which says after how many milliseconds it wants another one: some ports were taken */
export function nodePortsController({record, nodeAddress, log}: NodePortsOptions): (services: readonly Service[], signal: AbortSignal) => Promise<number | undefined> {
	const open = new Map<string, readonly Forward[]>();
	const taken = new Set<string>();

	const openOne = async (wanted: WantedPort): Promise<boolean> => {
		const {key, protocol, port, service} = wanted;
		const forward = protocol === 'tcp' ? forwardTcp : forwardUdp;
		const subject = {kind: 'Service', object: service, topic: key} as const;
		try {
			const forwards = [await forward(loopback, {address: nodeAddress, port})];
			open.set(key, forwards);
			forwards.push(...await forward(loopback6, {address: nodeAddress, port}).then(six => [six], () => []));
		} catch (error) {
			taken.add(key);
			await record(subject, {type: 'Warning', reason: 'HostPortTaken', message: await describeTaken(wanted, nodeAddress, error)});
			return false;
		}

		log(`${loopback}:${port}/${protocol} is ${nodeAddress}:${port}, of the Service ${service.metadata.namespace}/${service.metadata.name}`);
		if (taken.delete(key)) {
			await record(subject, {type: 'Normal', reason: 'HostPortOpened', message: `${loopback}:${port}/${protocol} answers now`});
		}

		return true;
	};

	return async services => {
		const wanted = wantedPorts(services);
		const {toOpen, toClose} = portChanges(wanted, open.keys());
		for (const key of toClose) {
			for (const forward of open.get(key) ?? []) {
				forward.close();
			}

			open.delete(key);
			log(`${key} is closed`);
		}

		for (const key of [...taken].filter(each => !wanted.has(each))) {
			taken.delete(key);
		}

		const opened = await Promise.all(toOpen.map(async each => openOne(each)));
		return opened.includes(false) ? retryMs : undefined;
	};
}

async function describeTaken({protocol, port}: WantedPort, nodeAddress: string, error: unknown): Promise<string> {
	const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
	const holder = inUse ? await portHolder(protocol, port) : undefined;
	const why = holder ?? (inUse ? 'another process has it' : messageOf(error));
	return `${loopback}:${port}/${protocol} could not be opened on the engine's host: ${why}. The Service answers at ${nodeAddress}:${port}, and here as soon as the port is free. `
		+ `See which process it is: sudo ss -Hlnp${protocol === 'tcp' ? 't' : 'u'} 'sport = :${port}'`;
}
