import type {Definition} from './definition.ts';
import {limit, someComponents} from './shared.ts';

export const unpause: Definition = {
	group: 'Clusters',
	summary: 'let a paused cluster, or paused components, go on',
	description: ['Of a paused cluster it waits until the components do their work. What was paused before the cluster was stays so.'],
	words: [someComponents],
	options: [limit],
	examples: [
		{line: 'unpause', says: 'the whole cluster'},
		{line: 'unpause kube-scheduler', says: 'one component'},
	],
	load: async () => import('../commands/unpause.ts'),
};
