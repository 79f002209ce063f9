import type {Definition} from './definition.ts';
import {duration, flag} from './values.ts';

export const status: Definition = {
	group: 'What is going on',
	summary: 'show how each component is, what is wrong and what to do next; exit code 3 when the cluster is degraded or stopped',
	description: ['Each component is asked at its own endpoint, from inside the cluster: it answers when the apiserver is down.'],
	options: [
		{flags: '-w, --watch', description: 'look again and again, until Ctrl-C', value: flag, inFile: false},
		{flags: '--interval <time>', description: 'between two looks (default: 2s)', value: duration, inFile: false},
	],
	examples: [
		{line: 'status', says: 'a table, what is wrong, and what to do next'},
		{line: 'status -o wide', says: 'with containers, images and the conditions of nodes'},
		{line: 'status --watch', says: 'redrawn every two seconds'},
		{line: 'status -o json', says: 'for programs'},
	],
	load: async () => import('../commands/status.ts'),
};
