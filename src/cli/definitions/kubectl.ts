import type {Definition} from './definition.ts';

export const kubectl: Definition = {
	group: 'Working with a cluster',
	summary: 'run kubectl; every word after it is passed on (options of single-kube stand before it)',
	words: [{name: 'words', optional: true, many: true}],
	passThrough: 'all',
	examples: [
		{line: 'kubectl get pods -A', says: 'kubectl of the cluster\'s own version'},
		{line: '--name two kubectl get nodes', says: 'of another cluster'},
	],
	load: async () => import('../commands/kubectl.ts'),
};
