import type {Definition} from './definition.ts';
import {teardown} from './shared.ts';

export const stop: Definition = {
	group: 'Clusters',
	summary: 'take pods and components down and keep the data',
	options: [
		...teardown,
	],
	examples: [
		{line: 'stop', says: 'the next start brings the same objects back'},
		{line: 'stop --name two', says: 'another cluster'},
	],
	load: async () => import('../commands/stop.ts'),
};
