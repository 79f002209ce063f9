import type {Definition} from './definition.ts';
import {flag} from './values.ts';

export const kubeconfig: Definition = {
	group: 'Working with a cluster',
	summary: 'print a kubeconfig for this machine, or write it into yours',
	description: ['Each has a client certificate of its own. start writes the cluster into your kubeconfig by itself; delete takes it out.'],
	options: [
		{flags: '--merge', description: 'write it into your kubeconfig, as start does, and make its context the current one', value: flag, inFile: false},
		{flags: '--keep-context', description: 'leave the current context of your kubeconfig as it is', value: flag},
		{flags: '--internal', description: 'with the address that containers in the cluster\'s network use: docker run --network sk-default', value: flag, inFile: false},
	],
	examples: [
		{line: 'kubeconfig', says: 'on standard output'},
		{line: 'kubeconfig --merge', says: 'into your kubeconfig: after start --no-kubeconfig, or when it was lost'},
		{line: 'kubeconfig --merge -o name', says: 'the name of its context, for kubectl --context'},
		{line: 'kubeconfig --internal', says: 'for a container beside the cluster\'s own'},
		{line: 'kubeconfig -o json', says: 'as JSON'},
	],
	load: async () => import('../commands/kubeconfig.ts'),
};
