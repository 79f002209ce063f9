import type {Definition} from './definition.ts';

export const kubeconfig: Definition = {
	group: 'Working with a cluster',
	summary: 'print a kubeconfig for this machine',
	examples: [
		{line: 'kubeconfig', says: 'on standard output'},
		{line: 'kubeconfig -o json', says: 'as JSON'},
	],
	load: async () => import('../commands/kubeconfig.ts'),
};
