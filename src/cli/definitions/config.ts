import type {Definition} from './definition.ts';
import {flag} from './values.ts';

export const config: Definition = {
	group: 'single-kube',
	summary: 'make, show or check the file with your options; show what a component is configured with',
	description: ['The file is that of --config, else config.yaml in $XDG_CONFIG_HOME/single-kube (~/.config). What is typed counts before it.'],
	words: [
		{
			name: 'action', actions: {
				init: 'write a file with every option, each explained, none set',
				show: 'the options that the file gives; with a component: its command line, environment, mounts and files',
				validate: 'check the file',
				schema: 'print the JSON Schema of such a file',
			},
		},
		{name: 'component', optional: true, complete: 'component', description: 'for show: a component; for init and validate: the file'},
	],
	options: [{flags: '--force', description: 'write over a file that is there', value: flag, inFile: false}],
	examples: [
		{line: 'config init', says: 'then take the # from the lines that you want'},
		{line: 'config init cluster.yaml', says: 'for one project: start --config cluster.yaml'},
		{line: 'config show', says: 'which options count, and what each component has'},
		{line: 'config show kubelet', says: 'all that one is configured with; no private key is printed'},
		{line: 'config validate cluster.yaml', says: 'what is wrong in it, by name'},
	],
	load: async () => import('../commands/config.ts'),
};
