import {clusterNames, clusterStatus} from '../../cluster/status.ts';
import {ignoreEvents} from '../../events.ts';
import {clusterOptions, type Run} from '../invocation.ts';
import {formatTable, printResult} from '../output.ts';

export const run: Run = async ({flags}, signal) => {
	const options = clusterOptions(flags);
	const names = await clusterNames(options, ignoreEvents, signal);
	const clusters = await Promise.all(names.map(async name => clusterStatus({...options, name}, ignoreEvents, signal)));
	printResult(flags, clusters.map(({name, state, spec, engine}) => ({name, state, spec, engine})), () => clusters.length === 0
		? 'There is no cluster on this engine'
		: formatTable(['NAME', 'STATE', 'KUBERNETES', 'API'], clusters.map(({name, state, spec}) =>
			[name, state, spec?.kubernetesVersion ?? '-', spec ? `https://127.0.0.1:${spec.apiPort}` : '-'])));
	return 0;
};
