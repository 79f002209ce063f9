import {type ClusterSummary, listAllClusters} from '../../cluster/list.ts';
import {ignoreEvents} from '../../events.ts';
import {clusterOptions, type Run} from '../invocation.ts';
import {formatAge, formatTable, printResult} from '../output.ts';

export const run: Run = async ({flags}, signal) => {
	const clusters = await listAllClusters(clusterOptions(flags), ignoreEvents, signal);
	printResult(flags, clusters, () => formatList(clusters, false), {wide: () => formatList(clusters, true)});
	return 0;
};

export function formatList(clusters: readonly ClusterSummary[], wide: boolean): string {
	if (clusters.length === 0) {
		return 'There is no cluster on this engine. Make one: single-kube start';
	}

	const header = ['NAME', 'STATE', 'KUBERNETES', 'API', 'AGE', 'NODES', 'IMAGES', ...wide ? ['PODS', 'SUBNET', 'ADD-ONS', 'ENGINE'] : []];
	return formatTable(header, clusters.map(({name, state, spec, engine, ageSeconds, nodes, source, addons, pods}) => [
		name, state, spec?.kubernetesVersion ?? '-', spec ? `https://127.0.0.1:${spec.apiPort}` : '-', formatAge(ageSeconds), String(nodes.length), source ?? '-',
		...wide ? [String(pods), spec?.subnet ?? '-', addons.join(',') || '-', engine.host] : [],
	]));
}
