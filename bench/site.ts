/** The bench's cluster with nginx on it. */
import {connectApi} from '../src/cluster/admin.ts';
import {execInContainer} from '../src/engine/exec.ts';
import type {Cluster, ClusterOptions} from '../src/index.ts';
import {applyNginx} from '../src/smoke-test/apply-nginx.ts';
import {fetchHere} from '../src/smoke-test/fetch-here.ts';
import {awaitNodePortPage} from '../src/smoke-test/page-by-node-port.ts';
import type {SmokeContext} from '../src/smoke-test/smoke-context.ts';

export const benchOptions: ClusterOptions = {name: 'bench', kubeconfig: false};

/** The longest wait for a page or a pod, in milliseconds. */
const limitMs = 60_000;

export type Site = {readonly cluster: Cluster; readonly context: SmokeContext; readonly url: string; readonly close: () => void};

/** Two nginx pods behind a NodePort; nothing is waited for. */
export async function openSite(cluster: Cluster, signal: AbortSignal): Promise<Site> {
	const {engine, name, spec, images, topology} = cluster;
	const api = await connectApi(engine, name, spec);
	try {
		const context: SmokeContext = {
			api, signal, limitMs, namespace: 'bench', apiAddress: undefined, fetchHere: fetchHere(spec.subnet),
			runInside: async (command, either) => execInContainer(engine, `sk-${name}-kubectl`, command, either),
		};
		const {nodePort} = await applyNginx(context, images['nginx']!);
		return {cluster, context, url: `http://${topology.nodes[0]!.address}:${nodePort}/`, close: () => api.close()};
	} catch (error) {
		api.close();
		throw error;
	}
}

/** @throws SingleKubeError TIMEOUT */
export async function awaitPage({context, url}: Site): Promise<void> {
	await awaitNodePortPage(context, url);
}

export async function seconds(work: () => Promise<unknown>): Promise<number> {
	const startedAt = performance.now();
	await work();
	return (performance.now() - startedAt) / 1000;
}
