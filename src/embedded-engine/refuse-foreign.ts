import {SingleKubeError} from '../errors.ts';
import type {EmbeddedPaths} from './paths.ts';
import {daemons, isOurs} from './find-daemon.ts';
import {sharesNamespace} from './process.ts';

/** Two dockerds on one data root destroy it, and stopping ours would take the mounts of the other. @throws SingleKubeError STATE_FOREIGN */
export function refuseForeignDaemon(paths: EmbeddedPaths): void {
	const foreign = daemons().find(daemon => !isOurs(daemon, paths) && sharesNamespace(daemon.pid, 'mnt') && usesDirectory(daemon.arguments, paths.root));
	if (foreign) {
		throw new SingleKubeError('STATE_FOREIGN', `another dockerd works in the directory of the embedded engine, ${paths.root}`, {
			seen: [`process ${foreign.pid}: ${foreign.arguments.join(' ')}`],
			hint: 'Stop it, or choose another directory: SINGLE_KUBE_ENGINE_DIR=/path',
		});
	}
}

/** @param words a command line, where a path may stand alone or after `--option=` */
export function usesDirectory(words: readonly string[], directory: string): boolean {
	return words.map(word => word.replace(/^--?[\w-]+=/, '')).some(word => word === directory || word.startsWith(`${directory}/`));
}
