import type {Definition} from './definition.ts';
import {count, flag} from './values.ts';

export const logs: Definition = {
	group: 'What is going on',
	summary: 'show the log of a component',
	words: [{name: 'component', complete: 'component'}],
	options: [
		{flags: '-f, --follow', description: 'go on as new lines come', value: flag, inFile: false},
		{flags: '--tail <lines>', description: 'show only the last lines', value: count, inFile: false},
	],
	examples: [
		{line: 'logs kube-apiserver -f', says: 'and go on as lines come'},
		{line: 'logs kubelet --tail 20', says: 'the last 20 lines'},
	],
	load: async () => import('../commands/logs.ts'),
};
