import type {Definition} from './definition.ts';
import {namespace} from './shared.ts';
import {flag} from './values.ts';

export const service: Definition = {
	group: 'From this machine',
	summary: 'show where a Service answers from this machine, or why nobody does',
	words: [{name: 'service', optional: true, complete: 'service'}],
	options: [
		namespace,
		{flags: '--all', description: 'those of every namespace', value: flag, inFile: false},
		{flags: '--url', description: 'print nothing but URLs, one a line', value: flag, inFile: false},
	],
	examples: [
		{line: 'service web --url', says: 'URLs, one a line'},
		{line: 'service --all', says: 'those of every namespace'},
	],
	load: async () => import('../commands/service.ts'),
};
