import {parsePort} from '../values.ts';
import type {Definition} from './definition.ts';
import {install} from './shared.ts';
import {portNumber} from './values.ts';

export const registry: Definition = {
	group: 'Images and versions',
	summary: 'start, stop or delete a registry of this engine, or see whether it runs',
	words: [{name: 'action', actions: {start: 'start it', stop: 'stop it and keep what it has', status: 'see whether it runs', delete: 'remove it and what it has'}}],
	options: [
		install,
		{flags: '--port <port>', description: 'its port on 127.0.0.1 (default: 5000, or the one that it has)', value: {...portNumber, parse: word => [String(parsePort(word))]}, inFile: false},
	],
	examples: [
		{line: 'registry start', says: 'at localhost:5000, for those who want to push and pull'},
		{line: 'registry status', says: 'whether it runs'},
	],
	load: async () => import('../commands/registry.ts'),
};
