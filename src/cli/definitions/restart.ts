import type {Definition} from './definition.ts';
import {someComponents, teardown} from './shared.ts';

export const restart: Definition = {
	group: 'Clusters',
	summary: 'stop a cluster and start it again, or only some components; waits until they are ready',
	description: ['With what it was made with: objects and settings are kept, pods are made anew.'],
	words: [someComponents],
	options: [...teardown],
	examples: [
		{line: 'restart', says: 'the whole cluster'},
		{line: 'restart kube-apiserver', says: 'one component; the others go on'},
		{line: 'restart kubelet kube-proxy', says: 'more than one; on several nodes: kubelet@node-1'},
	],
	load: async () => import('../commands/restart.ts'),
};
