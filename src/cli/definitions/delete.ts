import type {Definition} from './definition.ts';
import {teardown} from './shared.ts';

export const deleteCommand: Definition = {
	group: 'Clusters',
	summary: 'remove everything that belongs to a cluster',
	options: [
		...teardown,
	],
	examples: [
		{line: 'delete', says: 'containers, volumes, its network, and your kubeconfig\'s context'},
		{line: 'delete --name two', says: 'another cluster'},
	],
	load: async () => import('../commands/delete.ts'),
};
