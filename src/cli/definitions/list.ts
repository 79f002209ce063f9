import type {Definition} from './definition.ts';

export const list: Definition = {
	group: 'Clusters',
	summary: 'show all clusters on the engine',
	examples: [
		{line: 'list', says: 'a line each'},
		{line: 'list -o wide', says: 'with add-ons, ranges and the engine'},
		{line: 'list -o name', says: 'names only'},
	],
	load: async () => import('../commands/list.ts'),
};
