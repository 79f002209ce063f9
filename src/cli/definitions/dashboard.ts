import type {Definition} from './definition.ts';
import {flag} from './values.ts';

export const dashboard: Definition = {
	group: 'What is going on',
	summary: 'watch every component and workload in the terminal, and stop, break and restart components',
	description: ['It needs a terminal; ? shows the keys, q quits, and the cluster keeps running.'],
	options: [
		{flags: '--read-only', description: 'only look: no key changes the cluster', value: flag, inFile: false},
		{flags: '--ascii', description: 'draw with ASCII only (default: where the locale is not UTF-8)', value: flag, inFile: false},
		{flags: '--screen-reader', description: 'say what changes as lines, instead of drawing screens (default: where INK_SCREEN_READER=true)', value: flag, inFile: false},
	],
	examples: [
		{line: 'dashboard', says: 'of the cluster "default"'},
		{line: 'dashboard --read-only', says: 'without a key that changes anything'},
		{line: 'dashboard --screen-reader', says: 'for who listens: lines instead of screens'},
	],
	load: async () => import('../commands/dashboard.ts'),
};
