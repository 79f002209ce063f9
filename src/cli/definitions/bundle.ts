import type {Definition} from './definition.ts';
import {addons, install, origins, servers, version} from './shared.ts';
import {file, imageNames} from './values.ts';

export const bundle: Definition = {
	group: 'Images and versions',
	summary: 'write everything that a machine without a network needs for a cluster into one file',
	options: [
		{flags: '-o, --output-file <file>', description: 'the file; compressed when its name ends in .gz or .tgz', value: file, required: true, inFile: false},
		{flags: '--also <images>', description: 'optional images to have in it, such as redis,registry', value: imageNames, inFile: false},
		install,
		version,
		...origins,
		addons,
		...servers,
	],
	examples: [
		{line: 'bundle -o kube.tar.gz', says: 'there: start --bundle kube.tar.gz'},
		{line: 'bundle -o kube.tar --also redis,registry', says: 'with optional images'},
	],
	load: async () => import('../commands/bundle.ts'),
};
