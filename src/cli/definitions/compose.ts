import type {Definition} from './definition.ts';
import {force, making, tuning} from './shared.ts';
import {folder} from './values.ts';

export const compose: Definition = {
	group: 'Clusters',
	summary: 'write a Compose file and its files, with which plain `docker compose up` brings up the same cluster',
	description: ['The cluster is a new one, with authorities and keys of its own. Its images are those of the engine: they are made where they are missing.'],
	options: [
		{flags: '-d, --output-dir <folder>', description: 'the folder; one that is empty or not there yet', value: folder, required: true, inFile: false},
		...making,
		...tuning,
		force,
	],
	examples: [
		{line: 'compose --output-dir my-cluster --name mine', says: 'then, in my-cluster: docker compose up --detach'},
		{line: 'compose -d my-cluster --name mine --kubernetes-version 1.36', says: 'the newest release of a minor version'},
	],
	load: async () => import('../commands/compose.ts'),
};
