import type {Definition} from './definition.ts';
import {everyCluster, teardown} from './shared.ts';

export const deleteCommand: Definition = {
	group: 'Clusters',
	summary: 'remove everything that belongs to a cluster',
	options: [
		...teardown,
		everyCluster,
	],
	examples: [
		{line: 'delete', says: 'containers, volumes, its network, and your kubeconfig\'s context'},
		{line: 'delete --name two', says: 'another cluster'},
		{line: 'delete --all --yes', says: 'every cluster on the engine, without a question'},
	],
	load: async () => import('../commands/delete.ts'),
};
