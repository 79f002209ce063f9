/** The terminal that the dashboard needs, and what it can show. Pure, but for `stopOwnGroup`. */
import {setTimeout as sleep} from 'node:timers/promises';
import {SingleKubeError} from '../errors.ts';
import {usesUtf8} from '../renderers/character-set.ts';
import type {Size} from './layout.ts';

type Streams = {readonly stdin: {readonly isTTY?: boolean}; readonly stdout: {readonly isTTY?: boolean}};
type Environment = Readonly<Record<string, string | undefined>>;

/** @throws SingleKubeError TERMINAL_MISSING where keys cannot be read or a screen cannot be drawn */
export function requireTerminal({stdin, stdout}: Streams, env: Environment, cluster: string): void {
	const seen = [
		...stdin.isTTY ? [] : ['standard input is not a terminal'],
		...stdout.isTTY ? [] : ['standard output is not a terminal'],
		...env['TERM'] === 'dumb' ? ['TERM=dumb: this terminal cannot move its cursor'] : [],
	];
	if (seen.length > 0) {
		throw new SingleKubeError('TERMINAL_MISSING', 'the dashboard needs a terminal', {seen, hint: `The same as lines: single-kube status --watch --name ${cluster}`});
	}
}

/** Whether only ASCII can be shown: by the locale, as POSIX has it (LC_ALL before LC_CTYPE before LANG). */
export function isAsciiOnly(env: Environment): boolean {
	return env['TERM'] === 'linux' || !usesUtf8(env);
}

/** As ink's programs are told that a screen reader reads them. */
export function wantsScreenReader(env: Environment): boolean {
	return env['INK_SCREEN_READER'] === 'true';
}

export function sizeOf({columns, rows}: {readonly columns?: number; readonly rows?: number}): Size {
	return {columns: columns && columns > 0 ? columns : 80, rows: rows && rows > 0 ? rows : 24};
}

/** What Ctrl-Z does: this program and those that wait for it stop, until the shell lets them go on. */
export async function stopOwnGroup(): Promise<void> {
	process.kill(0, 'SIGTSTP');
	// Time stands still for who is stopped: this is over when it goes on, or at once where nobody stops it.
	await sleep(100);
}

/** The terminal itself. */
export type TerminalStreams = {readonly stdin: NodeJS.Process['stdin']; readonly stdout: NodeJS.Process['stdout']};

/** The other screen begins where the cursor is: behind what was typed meanwhile, every line would be askew. */
export function atLineStart(stdout: NodeJS.WriteStream): void {
	stdout.write('\r');
}
