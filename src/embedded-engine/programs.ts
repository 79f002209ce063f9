import {accessSync, constants, statSync} from 'node:fs';
import path from 'node:path';

/** Where system programs are; a person's PATH often lacks the sbin half of it. */
const systemDirectories = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** @returns the full path of a program, on PATH or where system programs are; undefined when there is none */
export function findProgram(name: string, env: NodeJS.ProcessEnv): string | undefined {
	return searchPath(env).map(directory => path.join(directory, name)).find(isProgram);
}

/** The environment that system programs and the engine get: nothing that was meant for this command's own Node or Docker. */
export function programEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
	const kept = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined && passedOn.test(entry[0]));
	return {...Object.fromEntries(kept), PATH: searchPath(env).join(':')};
}

/** DOCKER_RAMDISK: dockerd's word for a root file system that cannot be pivoted from. */
const passedOn = /^(?:HOME|LANG|LC_.*|TZ|TMPDIR|(?:http|https|ftp|all|no)_proxy|DOCKER_RAMDISK)$/i;

function searchPath(env: NodeJS.ProcessEnv): string[] {
	return [...new Set([...(env['PATH'] ?? '').split(':').filter(directory => path.isAbsolute(directory)), ...systemDirectories])];
}

function isProgram(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return statSync(file).isFile();
	} catch {
		return false;
	}
}
