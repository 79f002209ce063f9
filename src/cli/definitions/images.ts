import {runnableImages} from '../../images/catalogue.ts';
import type {Definition} from './definition.ts';
import {install, origins, version} from './shared.ts';

export const images: Definition = {
	group: 'Images and versions',
	summary: 'list the images, or build some of them',
	words: [{name: 'action', actions: {list: 'show every image, and whether the engine has it', build: 'build some of them'}}, {name: 'images', optional: true, many: true, choices: runnableImages}],
	options: [
		install,
		version,
		...origins,
	],
	examples: [
		{line: 'images list', says: 'every image, and whether the engine has it'},
		{line: 'images build redis', says: 'have one built'},
	],
	load: async () => import('../commands/images.ts'),
};
