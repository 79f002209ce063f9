import type {Definition} from './definition.ts';
import {install} from './shared.ts';

export const engine: Definition = {
	group: 'single-kube',
	summary: 'status, start, stop or remove the embedded engine',
	words: [{name: 'action', actions: {status: 'where it is, and whether it runs', start: 'start it', stop: 'stop it and keep what it has', remove: 'remove it with everything in it'}}],
	options: [
		install,
	],
	examples: [
		{line: 'engine status', says: 'where it is, and whether it runs'},
		{line: 'engine remove --yes', says: 'with everything that is in it, without a question'},
	],
	load: async () => import('../commands/engine.ts'),
};
