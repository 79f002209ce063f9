import type {Definition} from './definition.ts';

export const test: Definition = {
	group: 'Working with a cluster',
	summary: 'run nginx on the cluster and check pods, services, logs and exec',
	examples: [
		{line: 'test', says: 'nine checks, and all is cleaned up again'},
	],
	load: async () => import('../commands/test.ts'),
};
