import type {Definition} from './definition.ts';

export const exec: Definition = {
	group: 'Working with a cluster',
	summary: 'open a shell with kubectl, or run a command in its container',
	words: [{name: 'command', optional: true, many: true}],
	passThrough: 'words',
	examples: [
		{line: 'exec', says: 'a shell with kubectl and its completion'},
		{line: 'exec -- kubectl version', says: 'one command; its exit code is passed through'},
	],
	load: async () => import('../commands/exec.ts'),
};
