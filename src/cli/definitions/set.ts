import type {Definition} from './definition.ts';
import {dryRun, limit} from './shared.ts';
import {flag} from './values.ts';

export const set: Definition = {
	group: 'Components',
	summary: 'change flags of a component of a running cluster; without a flag, show which were changed',
	description: [
		'The component is replaced alone, waited for, and put back when it does not become ready with them. Remembered.',
		'Flags are the component\'s own, --v=4, or without dashes, v=4; --v- takes one back. A capital or a dot makes it a key of its configuration file: maxPods=50.',
		'An option of single-kube is never taken for one of the component\'s: of these leave the dashes away (set etcd name=other).',
	],
	words: [
		{name: 'component', optional: true, complete: 'component', description: 'apiserver, kubelet and so on'},
		{name: 'flag', optional: true, many: true, description: '--FLAG=VALUE, or --FLAG- to take it back'},
	],
	passThrough: 'unknown',
	options: [
		{...dryRun, description: 'ask the program whether it knows the flags, and print what would be replaced'},
		{flags: '--force', description: 'also a flag that the cluster needs as it is', value: flag, inFile: false},
		limit,
	],
	examples: [
		{line: 'set apiserver --v=4', says: 'a more talkative apiserver'},
		{line: 'set apiserver --v-', says: 'as it was'},
		{line: 'set kubelet maxPods=50 --v=3', says: 'a key of its configuration file, and a flag'},
		{line: 'set scheduler --feature-gates=SomeGate=true', says: 'a gate of one component'},
		{line: 'set', says: 'all that was changed'},
	],
	load: async () => import('../commands/set.ts'),
};
