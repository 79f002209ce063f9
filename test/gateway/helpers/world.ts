/** A gateway in front of a fake engine, both in a folder of their own that goes away with the test. */
import {mkdtemp, rm} from 'node:fs/promises';
import {type IncomingHttpHeaders, request as httpRequest} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';
import {type Gateway, type GatewayOptions, openGateway, type TraceRecord} from '../../../src/gateway/gateway.ts';
import {labels} from '../../../src/labels.ts';
import {type FakeEngine, startFakeEngine} from './fake-engine.ts';

export const ownLabels = {[labels.cluster]: 'one', [labels.node]: 'node-1', [labels.component]: 'pod'};
export const own = {id: 'a'.repeat(64), name: 'k8s_POD_own', labels: ownLabels};
export const otherNode = {id: 'b'.repeat(64), name: 'k8s_POD_other-node', labels: {...ownLabels, [labels.node]: 'node-2'}};
export const otherCluster = {id: 'd'.repeat(64), name: 'k8s_POD_other-cluster', labels: {...ownLabels, [labels.cluster]: 'two'}};
/** The user's, with the labels that make both shims take it for a pod. */
export const users = {id: 'e'.repeat(64), name: 'web', labels: {'io.kubernetes.docker.type': 'podsandbox'}};
export const holder = {id: 'f'.repeat(64), name: 'one-node-1', labels: {...ownLabels, [labels.component]: 'holder'}};
export const foreign = [otherNode, otherCluster, users, holder];

export type World = {
	readonly engine: FakeEngine; readonly gateway: Gateway; readonly listenPath: string; readonly stateDir: string;
	readonly traces: TraceRecord[]; readonly logs: string[];
	call(method: string, path: string, options?: CallOptions): Promise<Answer>;
};
export type CallOptions = {readonly body?: string | Buffer; readonly headers?: Record<string, string>};
export type Answer = {readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string};

export async function openWorld(t: ExecutionContext, options: Partial<GatewayOptions> = {}): Promise<World> {
	const folder = await mkdtemp(join(tmpdir(), 'sk-gw-'));
	const engine = await startFakeEngine(join(folder, 'engine.sock'));
	engine.containers.push(own, ...foreign);
	const traces: TraceRecord[] = [];
	const logs: string[] = [];
	const listenPath = join(folder, 'g.sock');
	const stateDir = join(folder, 'state');
	const gateway = await openGateway({
		engineSocket: engine.socketPath, listenPath, cluster: 'one', node: 'node-1', holder: holder.name, stateDir,
		log: line => void logs.push(line), trace: call => void traces.push(call), ...options,
	});
	t.teardown(async () => {
		await gateway.close();
		await engine.stop();
		await rm(folder, {recursive: true, force: true});
	});
	return {engine, gateway, listenPath, stateDir, traces, logs, call: async (method, path, given) => callAt(listenPath, method, path, given)};
}

/** One call on a connection of its own, its answer read whole. The path is sent as it is given. */
export async function callAt(socketPath: string, method: string, path: string, {body, headers = {}}: CallOptions = {}): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const request = httpRequest({socketPath, method, path, agent: false, headers: {
			...(body === undefined ? {} : {'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(body))}), ...headers,
		}}, response => {
			let text = '';
			response.on('data', chunk => {
				text += String(chunk);
			});
			response.on('end', () => resolve({status: response.statusCode ?? 0, headers: response.headers, text}));
			response.on('error', reject);
		});
		request.on('error', reject);
		request.end(body);
	});
}

export const messageIn = (answer: Answer): string => (JSON.parse(answer.text) as {message: string}).message;

/** Wait for a state, at most half a minute: a slow machine is no defect. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
	const deadline = Date.now() + 30_000;
	while (!await holds()) {
		if (Date.now() > deadline) {
			throw new Error(`not within 30 s: ${what}`);
		}

		await new Promise(resolve => {
			setTimeout(resolve, 10);
		});
	}
}
