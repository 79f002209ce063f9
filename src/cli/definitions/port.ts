import type {Definition} from './definition.ts';
import {install} from './shared.ts';

export const port: Definition = {
	group: 'From this machine',
	summary: 'publish ports of this machine that lead to node ports, take them back, or list them',
	words: [{name: 'action', actions: {add: 'publish ports', remove: 'take them back', list: 'show them'}}, {name: 'port', optional: true, many: true, complete: 'port'}],
	options: [
		install,
	],
	examples: [
		{line: 'port add 8080:30080', says: '127.0.0.1:8080 leads to node port 30080, now and after each start'},
		{line: 'port remove 8080', says: 'take it back'},
		{line: 'port list', says: 'what is published'},
	],
	load: async () => import('../commands/port.ts'),
};
