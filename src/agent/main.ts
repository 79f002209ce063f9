/** The agent's program: a gateway for each node, and the supervisor. Bundled into one file for the agent's image. */
import {readFile} from 'node:fs/promises';
import {unixEngine} from '../engine/unix-engine.ts';
import {messageOf} from '../errors.ts';
import {type Gateway, openGateway} from '../gateway/gateway.ts';
import {createTraceRing} from '../gateway/trace-ring.ts';
import type {Topology} from '../plan/topology.ts';
import {adopt} from './adopt.ts';
import {RestartCounter} from './restarts.ts';
import {serveTrace} from './serve-trace.ts';
import {supervise} from './supervisor.ts';
import {takeBack} from './take-back.ts';

const engineSocket = process.env['ENGINE_SOCKET'] ?? '/var/run/docker.sock';
const topologyFile = '/etc/single-kube/topology.json';
/** In this container's own file system, where no node's kubelet looks. */
const traceSocket = '/run/single-kube-trace.sock';
const tracing = process.env['TRACE'] === '1';
/** Docker Compose makes and removes the containers; single-kube is not there. */
const composed = process.env['COMPOSED'] === '1';

const log = (line: string): void => {
	process.stdout.write(`${new Date().toISOString()} ${line}\n`);
};

const stopping = new AbortController();
const ring = createTraceRing();
const gateways = new Map<string, Gateway>();

for (const name of ['SIGTERM', 'SIGINT'] as const) {
	process.once(name, () => {
		stopping.abort();
	});
}

/** A gateway for each node that has none yet. */
async function openGateways(topology: Topology): Promise<void> {
	for (const node of topology.nodes) {
		if (!gateways.has(node.name)) {
			gateways.set(node.name, await openGateway({
				engineSocket,
				listenPath: `/run/single-kube/${node.name}/docker.sock`,
				cluster: topology.cluster,
				node: node.name,
				holder: `sk-${topology.cluster}-${node.name}`,
				oomScoreAdjMinimum: async () => oomScoreAdjMinimum(node.directory),
				stateDir: `${node.directory}/resolv-conf`,
				log,
				trace(record) {
					ring.add(record);
					if (tracing) {
						log(JSON.stringify(record));
					}
				},
			}));
		}
	}

	log(`gateways open: ${[...gateways.keys()].join(', ')}`);
}

/** What node-prepare found that the engine can set; 0, which every engine can, until it has looked. */
async function oomScoreAdjMinimum(directory: string): Promise<number> {
	const text = await readFile(`${directory}/oom-score-adj-minimum`, 'utf8').catch(() => '0');
	return Number.parseInt(text, 10) || 0;
}

async function readTopology(): Promise<Topology> {
	return JSON.parse(await readFile(topologyFile, 'utf8')) as Topology;
}

async function run(): Promise<void> {
	const engine = unixEngine(engineSocket, 'the agent\'s mount');
	const restarts = new RestartCounter();
	await Promise.all([restarts.open(), serveTrace(ring, traceSocket, log)]);
	try {
		const supervised = supervise({
			engine, readTopology, changed: openGateways, makes: !composed, log, signal: stopping.signal,
			restarted: async (component, container) => restarts.count(component, container, Date.now()),
		});
		await (composed ? Promise.all([supervised, adopt({engine, readTopology, log, signal: stopping.signal})]) : supervised);
	} catch (error) {
		if (!stopping.signal.aborted) {
			log(`ended: ${messageOf(error)}`);
			process.exitCode = 1;
		}
	}

	await Promise.allSettled([...gateways.values()].map(async gateway => gateway.close()));
	if (composed && stopping.signal.aborted) {
		await takeBack(engine, await readTopology(), log).catch((error: unknown) => {
			log(`the host is not as it was: ${messageOf(error)}`);
		});
	}

	// A gateway's last connections would keep the program alive for as long as the kubelet likes.
	process.exit();
}

// The bundle is a CommonJS file, which has no await of its own.
void run();
