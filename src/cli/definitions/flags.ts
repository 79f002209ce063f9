import type {Definition} from './definition.ts';
import {addons, origins, servers, tuning, version} from './shared.ts';
import {flag} from './values.ts';

export const flags: Definition = {
	group: 'Components',
	summary: 'show the flags that a component runs with, and where each comes from',
	description: [
		'A file of compose/, one of them for some versions of Kubernetes only, or an option of `start`. With the keys of its configuration file.',
		'Of a cluster that runs or is stopped; where there is none, of the one that `start` would make with the same options.',
	],
	words: [{name: 'component', complete: 'component'}],
	options: [{flags: '--all', description: 'with the program\'s own defaults for all that nobody set', value: flag, inFile: false}, version, ...origins, addons, ...servers, ...tuning],
	examples: [
		{line: 'flags kube-apiserver', says: 'each flag, its value and where it comes from'},
		{line: 'flags kubelet --all', says: 'with the defaults of all others, and of the keys of its configuration'},
		{line: 'flags kubelet -o json', says: 'for a program'},
	],
	load: async () => import('../commands/flags.ts'),
};
