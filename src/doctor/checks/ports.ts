import {parseGiven} from '../../cluster/options.ts';
import {joinPorts, readPorts} from '../../cluster/ports.ts';
import {freePort, holdersOf} from '../../cluster/port-taken.ts';
import {publishedPort} from '../../engine/inspect.ts';
import {runningPorts} from '../../engine/observe.ts';
import {containerState} from '../../engine/inspect.ts';
import {defaultAddress, formatPort, type PortSpec} from '../../plan/ports.ts';
import {type Check, error, type Finding, found, type Problem, skipped} from '../check.ts';
import {type DoctorContext, engineElsewhere} from '../context.ts';

export type PortSeen = {
	/** `the apiserver`, `--port 8080:30080`. */
	readonly what: string;
	/** `127.0.0.1:6443/tcp` */
	readonly port: string;
	/** `own`: the cluster has it; a code of the system where nobody may listen there. */
	readonly state: 'free' | 'own' | 'taken' | 'no-such-address' | 'forbidden';
	/** Who has it, each in words: `nginx, process 12, listens on it`. */
	readonly holders: readonly string[];
	/** Nobody named it: a start takes another one. */
	readonly negotiable: boolean;
};

export const ports: Check = {
	name: 'ports', about: 'the apiserver\'s port and those that are published', quick: true, atStart: 'nothing',
	async run(context) {
		const elsewhere = await engineElsewhere(context);
		return elsewhere === undefined ? judgePorts(await look(context)) : skipped(elsewhere);
	},
};

/** Pure. */
export function judgePorts(ports: readonly PortSeen[]): Finding {
	const seen = ports.map(({what, port, state, negotiable}) => `${what} ${port} ${state === 'own' ? 'in use by the cluster itself' : state === 'taken' && negotiable ? 'taken, a start takes a free one' : state.replaceAll('-', ' ')}`).join('; ');
	return found(seen, ports.flatMap(problemsOf));
}

function problemsOf({what, port, state, holders, negotiable}: PortSeen): Problem[] {
	const number = /:(\d+)\//.exec(port)?.[1] ?? '';
	switch (state) {
		case 'free':
		case 'own': {
			return [];
		}

		case 'taken': {
			const who = holders.length > 0 ? holders.join(', ') : 'another program has it';
			return negotiable ? [] : [error(`${port}, wanted for ${what}, is taken: ${who}`, `Choose another one, such as ${Number(number) + 1}, or end who has it: ss -ltnup 'sport = :${number}'`)];
		}

		case 'no-such-address': {
			return [error(`${port}, wanted for ${what}: this machine has no such address`, 'ip -brief address')];
		}

		case 'forbidden': {
			// The engine, which publishes it, is root's mostly.
			return [];
		}
	}
}

const apiPort = 6443;

async function look(context: DoctorContext): Promise<PortSeen[]> {
	const {options, cluster} = context;
	const engine = await context.engine().catch(() => undefined);
	const given = parseGiven(options.ports ?? [], '--port');
	const apiserver = `sk-${cluster}-kube-apiserver`;
	const [remembered, running, present] = engine
		? await Promise.all([readPorts(engine, cluster), runningPorts(engine, cluster), publishedPort(engine, apiserver, 6443)]) : [[], [], undefined];
	const published = present !== undefined && engine ? (await containerState(engine, apiserver)).running : false;
	const api = {address: defaultAddress, hostPort: options.apiPort ?? present ?? apiPort, nodePort: 6443, protocol: 'tcp'} as const;
	const wanted = [
		{what: 'the apiserver', port: api, own: published && api.hostPort === present, negotiable: options.apiPort === undefined && present === undefined},
		...joinPorts(cluster, remembered, given).map(port => ({what: `--port ${formatPort(port)}`, port, own: running.includes(formatPort(port)), negotiable: false})),
	];
	return Promise.all(wanted.map(async ({what, port, own, negotiable}) => {
		const state = own ? 'own' as const : await stateOf(port);
		return {what, port: `${port.address}:${port.hostPort}/${port.protocol}`, state, negotiable, holders: state === 'taken' ? await holdersOf(engine, port) : []};
	}));
}

async function stateOf(port: PortSpec): Promise<PortSeen['state']> {
	const code = await freePort(port);
	return code === undefined ? 'free' : code === 'EADDRNOTAVAIL' ? 'no-such-address' : code === 'EADDRINUSE' ? 'taken' : 'forbidden';
}
