/**
 * The runtime gateway (DESIGN §3): an HTTP proxy between one node's kubelet and the engine, through which the
 * kubelet sees its own containers and nothing else, and cannot harm what is not its own.
 *
 * A program of its own: it runs in the agent's container on Node 18, so nothing in this folder may need more, and
 * nothing but Node's own modules.
 */
import {messageOf} from '../errors.ts';
import type {Node} from './containers.ts';
import {openEngineLink} from './engine-calls.ts';
import {listenAt} from './listen.ts';
import {markOldHijack} from './old-hijack.ts';
import {sweepResolvConfs} from './resolv-conf.ts';
import {openScope} from './scope.ts';
import {httpServer} from './serve.ts';
import type {TraceRecord} from './trace.ts';

export type {TraceRecord} from './trace.ts';

export type GatewayOptions = {
	/** The engine's unix socket. */
	readonly engineSocket: string;
	/** Where to listen; at most 100 bytes, since a unix socket's path is short. */
	readonly listenPath: string;
	readonly cluster: string;
	readonly node: string;
	/** Name or id of the container that owns the node's network. The engine keeps its id: pods do not survive a replaced holder. */
	readonly holder: string;
	/** The lowest oom score that the engine can set, -1000 to 1000, asked for each container; 0 is possible everywhere. */
	readonly oomScoreAdjMinimum?: () => Promise<number>;
	/** A directory of this node alone, at the same path for the engine, the shim and the gateway: the resolv.conf files of hostNetwork pods. */
	readonly stateDir: string;
	/** Gets a line about each trouble. */
	readonly log?: (line: string) => void;
	/** Gets a record of each call when it is over. */
	readonly trace?: (call: TraceRecord) => void;
};

export type Gateway = {
	/** Stop listening, drop every connection, remove the socket. */
	close(): Promise<void>;
};

/**
 * Open a node's gateway; it serves from the moment that this returns.
 *
 * @throws SingleKubeError GATEWAY_LISTEN_FAILED; an engine that is away is no error, its calls get 503 until it is back
 */
export async function openGateway(options: GatewayOptions): Promise<Gateway> {
	const log = options.log ?? (() => undefined);
	const link = openEngineLink(options.engineSocket);
	const node: Node = {
		link,
		scope: openScope(link, options.cluster, options.node),
		holder: options.holder,
		oomScoreAdjMinimum: options.oomScoreAdjMinimum ?? (async () => 0),
		stateDir: options.stateDir,
	};
	try {
		await sweepResolvConfs(link, options.stateDir);
	} catch (error) {
		log(`resolv.conf files of earlier pods stay until the next start: ${messageOf(error)}`);
	}

	const server = httpServer(node, {log, trace: options.trace});
	const stop = await listenAt(options.listenPath, socket => markOldHijack(socket, served => void server.emit('connection', served)));
	return {
		async close() {
			await stop();
			server.close();
			link.pool.destroy();
		},
	};
}
