import path from 'node:path';
import type {EmbeddedPaths} from './paths.ts';
import {listProcesses, type Process, sharesNamespace} from './process.ts';

/**
 * The running dockerd of an embedded engine. Its command line says whose it is; its pid file may be stale, lost or
 * somebody else's by now, and is not asked.
 */
export function findDaemon(paths: EmbeddedPaths): Process | undefined {
	return daemons().find(daemon => isOurs(daemon, paths));
}

/** Every other dockerd whose bridges and rules are beside ours: those of this network namespace. */
export function otherDaemons(paths: EmbeddedPaths): Process[] {
	return daemons().filter(daemon => !isOurs(daemon, paths) && sharesNamespace(daemon.pid, 'net'));
}

export function isOurs({pid, arguments: words}: Process, {config}: EmbeddedPaths): boolean {
	// A container may run an embedded engine of the same name: that one has processes of its own.
	return words[words.indexOf('--config-file') + 1] === config && sharesNamespace(pid, 'pid');
}

export function daemons(): Process[] {
	return listProcesses().filter(({arguments: words}) => path.basename(words[0] ?? '') === 'dockerd');
}
