import {readFileSync} from 'node:fs';
import {runProgram} from './run-program.ts';

/** @param mountinfo the content of /proc/self/mountinfo; its paths have octal escapes for blanks (proc(5)) @returns the mount points at or below the places, the newest first */
export function mountsBelow(mountinfo: string, places: readonly string[]): string[] {
	return mountinfo.split('\n')
		.map(line => (line.split(' ')[4] ?? '').replaceAll(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8))))
		.filter(mount => places.some(place => mount === place || mount.startsWith(`${place}/`)))
		.toReversed();
}

/** Detach every mount at or below the places. @returns what could not be detached */
export async function unmountBelow(places: readonly string[], env: NodeJS.ProcessEnv): Promise<string[]> {
	for (const mount of readMounts(places)) {
		// Lazily: a process that still looks into it must not keep it in our way.
		await runProgram('umount', ['--lazy', '--', mount], {env});
	}

	return readMounts(places);
}

function readMounts(places: readonly string[]): string[] {
	return mountsBelow(readFileSync('/proc/self/mountinfo', 'utf8'), places);
}
