import type {Definition} from './definition.ts';

export const exportLogs: Definition = {
	group: 'What is going on',
	summary: 'save logs, configuration, events and objects of a cluster as files, to be looked at or sent to somebody',
	description: [
		'Without a name it makes a directory among the temporary ones. No private key, no token and no Secret\'s data is in it.',
		'It works when the apiserver does not, and on a cluster that is half-made: what could not be had stands in errors.txt.',
	],
	words: [{name: 'directory|file.tar.gz', optional: true, complete: 'directory'}],
	examples: [
		{line: 'export-logs', says: 'into a new directory, whose name is printed'},
		{line: 'export-logs ./logs', says: 'into this one'},
		{line: 'export-logs trouble.tar.gz', says: 'as one file'},
	],
	load: async () => import('../commands/export-logs.ts'),
};
