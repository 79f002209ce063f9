import {once} from 'node:events';
import {forCluster} from '../../diagnosis/for-cluster.ts';
import {openTunnel, type Tunnel} from '../../tunnel/open.ts';
import type {Run} from '../invocation.ts';
import {printResult} from '../output.ts';
import {withProgress} from '../with-progress.ts';

/** Runs until it is interrupted, which is how a tunnel is meant to end: exit code 0. */
export const run: Run = async ({flags}, signal) => {
	const tunnel = await withProgress(flags, async (options, emit) => openTunnel(options, emit, signal));
	const {cluster, services, pods, dns} = tunnel;
	printResult(flags, {cluster, services, pods, dns}, () => formatTunnel(tunnel));
	const interrupted = signal.aborted ? Promise.resolve('interrupted') : once(signal, 'abort').then(() => 'interrupted');
	const how = await Promise.race([tunnel.ended, interrupted]);
	await tunnel.close();
	if (how !== 'interrupted') {
		process.stderr.write('The tunnel was closed by somebody else, or its cluster was stopped\n');
	}

	return 0;
};

export function formatTunnel({cluster, services, pods, dns}: Pick<Tunnel, 'cluster' | 'services' | 'pods' | 'dns'>): string {
	return [
		`The tunnel to ${cluster} is open; Ctrl-C closes it`,
		`  services: ${services}`, `  pods:     ${pods}`,
		dns === undefined ? `  names:    none: the cluster has no DNS that is ready (${forCluster('single-kube start --addons +dns', cluster)})` : `  names:    NAME.NAMESPACE.svc.cluster.local, asked of ${dns}`,
	].join('\n');
}
