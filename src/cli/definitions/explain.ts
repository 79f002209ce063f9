import type {Definition} from './definition.ts';
import {addons, origins, servers, tuning, version} from './shared.ts';

export const explain: Definition = {
	group: 'Components',
	summary: 'explain a component: its role, command, files and mounts, and the `docker run` that makes it; or an error',
	description: ['Of a cluster that runs or is stopped; where there is none, of the one that `start` would make with the same options.'],
	words: [{name: 'component', optional: true, complete: 'component', description: 'a component, or the code of an error; without it, all components and who talks to whom'}],
	options: [version, ...origins, addons, ...servers, ...tuning],
	examples: [
		{line: 'explain', says: 'all components in the order of their start, and who talks to whom'},
		{line: 'explain kubelet', says: 'what it is for, how it runs, and how to run it by hand'},
		{line: 'explain kubelet -o json', says: 'the same, for a program'},
		{line: 'explain PORT_TAKEN', says: 'what an error means and what to do'},
	],
	load: async () => import('../commands/explain.ts'),
};
