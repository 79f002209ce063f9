import type {Definition} from './definition.ts';
import {access, force, install, limit} from './shared.ts';
import {anyText} from './values.ts';

export const use: Definition = {
	group: 'Images and versions',
	summary: 'run another program, or another version, in the place of one component; without a word, show which do',
	words: [{name: 'component=program', optional: true, complete: 'component'}],
	options: [
		{flags: '--reset <component>', description: 'run the cluster\'s own again', value: {...anyText, complete: 'component'}, inFile: false},
		install,
		...access,
		force,
		limit,
	],
	examples: [
		{line: 'use scheduler=./kube-scheduler', says: 'a program of yours'},
		{line: 'use kubelet=v1.36.2', says: 'another version'},
		{line: 'use scheduler=', says: 'the cluster\'s own again'},
	],
	load: async () => import('../commands/use.ts'),
};
