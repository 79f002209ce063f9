/** The exit codes of every command but `exec` and `kubectl`, which pass their program's through. */
import type {ErrorKind} from '../errors.ts';

export const exitCodes = {
	ok: 0,
	failure: 1,
	bug: 1,
	usage: 2,
	degraded: 3,
	timeout: 4,
	preflight: 5,
	conflict: 6,
	unreachable: 7,
	/** SIGINT; SIGTERM is 143. 128 and the signal's number, as shells have it. */
	interrupted: 130,
} as const satisfies Record<ErrorKind | 'ok', number>;

/** As of a program that SIGPIPE ends: who asks with `set -o pipefail` is told, and nobody else. */
export const readerGoneExitCode = 141;

/** SIGHUP comes when the terminal is closed. */
export const signalExitCodes = {SIGHUP: 129, SIGINT: 130, SIGTERM: 143} as const;
