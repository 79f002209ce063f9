import type {Definition} from './definition.ts';

export const versions: Definition = {
	group: 'Images and versions',
	summary: 'show which versions of Kubernetes can be started, from where, and what goes with each',
	words: [{name: 'version', optional: true, description: 'a release or a minor version: all that is known of that minor version', complete: 'kubernetes-version'}],
	examples: [
		{line: 'versions', says: 'the newest release of each minor version'},
		{line: 'versions 1.36', says: 'every known release of one'},
		{line: 'versions -o name', says: 'for scripts: what --kubernetes-version takes'},
	],
	load: async () => import('../commands/versions.ts'),
};
