import type {Definition} from './definition.ts';
import {limit, someComponents} from './shared.ts';

export const pause: Definition = {
	group: 'Clusters',
	summary: 'freeze a cluster, its pods too, or only some components',
	description: ['A paused cluster takes no processor time and keeps its memory. unpause, or start, lets it go on where it was.'],
	words: [someComponents],
	options: [limit],
	examples: [
		{line: 'pause', says: 'everything: a laptop gets cool'},
		{line: 'pause kube-scheduler', says: 'one component hangs: new pods stay Pending'},
	],
	load: async () => import('../commands/pause.ts'),
};
