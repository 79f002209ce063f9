import type {Definition} from './definition.ts';
import {everyCluster, teardown} from './shared.ts';
import {optionalFile} from './values.ts';

export const deleteCommand: Definition = {
	group: 'Clusters',
	summary: 'remove everything that belongs to a cluster',
	options: [
		...teardown,
		everyCluster,
		{flags: '--kubeconfig <file>', description: 'take it out of this file, too (default: where start wrote it)', value: optionalFile},
	],
	examples: [
		{line: 'delete', says: 'containers, volumes, its network, and your kubeconfig\'s context'},
		{line: 'delete --name two', says: 'another cluster'},
		{line: 'delete --all --yes', says: 'every cluster on the engine, without a question'},
	],
	load: async () => import('../commands/delete.ts'),
};
