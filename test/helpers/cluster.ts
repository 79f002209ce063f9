/** A real cluster for end-to-end tests, on the engine that the product itself would choose. */
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import type {ExecutionContext} from 'ava';
import {execInContainer} from '../../src/engine/exec.ts';
import type {Engine} from '../../src/engine/engine.ts';
import {type Cluster, type ClusterOptions, deleteCluster, startCluster} from '../../src/index.ts';

/** The longest that a state may take to come about, in milliseconds. Generous: a slow machine is no defect. */
const patience = 120_000;

export type TestCluster = {
	readonly cluster: Cluster;
	/** An environment with a home of its own, so that no test touches the user's kubeconfig. */
	readonly environment: NodeJS.ProcessEnv;
	/** Run kubectl in the cluster's kubectl container. @returns its output, trimmed; throws what it says when it fails */
	readonly kubectl: (...args: readonly string[]) => Promise<string>;
	readonly remove: () => Promise<void>;
};

export async function testHome(): Promise<NodeJS.ProcessEnv> {
	const home = await mkdtemp(path.join(tmpdir(), 'sk-home-'));
	return {...process.env, HOME: home, KUBECONFIG: ''};
}

/** A fresh cluster: what an earlier run left under its name is deleted first. */
export async function openCluster(name: string, engine: ClusterOptions['engine'] = 'auto', options: ClusterOptions = {}): Promise<TestCluster> {
	const environment = await testHome();
	await deleteCluster({name, engine, environment}).catch((error: {code?: string}) => {
		// No engine yet means nothing to delete.
		if (error.code !== 'ENGINE_UNREACHABLE') {
			throw error as Error;
		}
	});
	const cluster = await startCluster({...options, name, engine, environment});
	return {
		cluster, environment,
		kubectl: async (...args) => kubectl(cluster.engine, name, args),
		async remove() {
			await deleteCluster({name, engine, environment});
			await rm(environment['HOME']!, {recursive: true, force: true});
		},
	};
}

export async function kubectl(engine: Engine, name: string, args: readonly string[]): Promise<string> {
	const {exitCode, stdout, stderr} = await execInContainer(engine, `sk-${name}-kubectl`, ['kubectl', ...args]);
	if (exitCode !== 0) {
		throw new Error(`kubectl ${args.join(' ')} exited ${exitCode}: ${stderr}`);
	}

	return stdout.trim();
}

/** Wait for a state: ask again until the answer is true. Passing the limit fails the test with what was seen last. */
export async function eventually(t: ExecutionContext, what: string, ask: () => Promise<boolean | string>, limit = patience): Promise<void> {
	const end = Date.now() + limit;
	let last: unknown;
	while (Date.now() < end) {
		try {
			const answer = await ask();
			if (answer === true) {
				t.pass(what);
				return;
			}

			last = answer;
		} catch (error) {
			last = error;
		}

		await sleep(100);
	}

	t.fail(`not within ${limit / 1000} s: ${what}; last seen: ${last instanceof Error ? last.message : String(last)}`);
}

/** Two nginx pods behind a NodePort, as a manifest. */
export function webManifest(image: string, name = 'web', nodePort = 30_080): string {
	return JSON.stringify({
		apiVersion: 'v1', kind: 'List', items: [
			{
				apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name, namespace: 'default'},
				spec: {
					replicas: 2, selector: {matchLabels: {app: name}},
					template: {
						metadata: {labels: {app: name}},
						spec: {terminationGracePeriodSeconds: 1, containers: [{name: 'nginx', image, imagePullPolicy: 'Never'}]},
					},
				},
			},
			{
				apiVersion: 'v1', kind: 'Service', metadata: {name, namespace: 'default'},
				spec: {type: 'NodePort', selector: {app: name}, ports: [{port: 80, nodePort}]},
			},
		],
	});
}

/** Apply a manifest given as text. */
export async function applyManifest(engine: Engine, name: string, manifest: string): Promise<void> {
	const {exitCode, stderr} = await execInContainer(engine, `sk-${name}-kubectl`, ['sh', '-c', 'printf %s "$0" | kubectl apply -f -', manifest]);
	if (exitCode !== 0) {
		throw new Error(`kubectl apply exited ${exitCode}: ${stderr}`);
	}
}

/** Nginx's page at a NodePort of the first node, from this machine. */
export async function fetchPage(cluster: Cluster, nodePort = 30_080): Promise<string> {
	const {address} = cluster.topology.nodes[0]!;
	const response = await fetch(`http://${address}:${nodePort}/`, {signal: AbortSignal.timeout(2000), headers: {connection: 'close'}});
	return response.text();
}
