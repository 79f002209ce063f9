import type {Definition} from './definition.ts';

export const status: Definition = {
	group: 'What is going on',
	summary: 'show each component; exit code 3 when the cluster is degraded or stopped',
	examples: [
		{line: 'status', says: 'a table'},
		{line: 'status -o json', says: 'for programs'},
	],
	load: async () => import('../commands/status.ts'),
};
