import type {Definition} from './definition.ts';
import {everyCluster, someComponents, teardown} from './shared.ts';

export const stop: Definition = {
	group: 'Clusters',
	summary: 'take pods and components down and keep the data, or stop only some components',
	description: ['A component that was stopped is left alone by the agent until somebody starts it.'],
	words: [someComponents],
	options: [
		...teardown,
		everyCluster,
	],
	examples: [
		{line: 'stop', says: 'the next start brings the same objects back'},
		{line: 'stop --name two', says: 'another cluster'},
		{line: 'stop kube-scheduler', says: 'one component: new pods stay Pending until it is started'},
		{line: 'stop --all', says: 'every cluster on the engine'},
	],
	load: async () => import('../commands/stop.ts'),
};
