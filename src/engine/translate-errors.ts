/** The only place that knows the engine's HTTP codes: what dockerode throws becomes an error of ours. */
import {type ErrorCode, messageOf, SingleKubeError} from '../errors.ts';

/** The HTTP status of an error that the engine answered with; undefined when no answer came. */
export function statusOf(error: unknown): number | undefined {
	return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : undefined;
}

export const isNotFound = (error: unknown): boolean => statusOf(error) === 404;
export const isConflict = (error: unknown): boolean => statusOf(error) === 409;
/** The engine's "nothing to do": starting what runs, stopping what is stopped. */
export const isUnchanged = (error: unknown): boolean => statusOf(error) === 304;

/**
 * Await an engine call; what it throws becomes a SingleKubeError that says what was tried.
 *
 * @param what the call in words, continuing "could not": "create the container sk-default-etcd"
 * @throws SingleKubeError ENGINE_UNREACHABLE, ENGINE_PERMISSION, ENGINE_OUT_OF_SPACE, PORT_TAKEN, CIDR_OVERLAP or ENGINE_CALL_FAILED
 */
export async function engineCall<T>(what: string, call: Promise<T>): Promise<T> {
	try {
		return await call;
	} catch (error) {
		throw translate(what, error);
	}
}

/** Like engineCall, but undefined where the engine says 404. */
export async function findCall<T>(what: string, call: Promise<T>): Promise<T | undefined> {
	try {
		return await call;
	} catch (error) {
		if (isNotFound(error)) {
			return undefined;
		}

		throw translate(what, error);
	}
}

/** Like engineCall, for calls whose goal may be reached already: 304 and the given statuses count as done. */
export async function idempotentCall(what: string, call: Promise<unknown>, done: readonly number[] = [304]): Promise<void> {
	try {
		await call;
	} catch (error) {
		if (!done.includes(statusOf(error) ?? 0)) {
			throw translate(what, error);
		}
	}
}

const patterns: ReadonlyArray<readonly [RegExp, ErrorCode, string]> = [
	[/EACCES|permission denied while trying to connect/i, 'ENGINE_PERMISSION', 'Run as root, or join the group that owns the socket: sudo usermod -aG docker $USER'],
	[/ECONNREFUSED|ENOENT.*\.sock|ECONNRESET|socket hang up|EHOSTUNREACH|ENOTFOUND|EPIPE/i, 'ENGINE_UNREACHABLE', 'See whether the engine runs: docker version (or: single-kube engine status)'],
	[/no space left on device/i, 'ENGINE_OUT_OF_SPACE', 'Free space under the engine\'s data root: docker system df; docker system prune'],
	[/port is already allocated|address already in use/i, 'PORT_TAKEN', 'Choose another port: --api-port PORT, or end the program that holds it: ss -ltnp'],
	[/Pool overlaps with other one|overlaps with/i, 'CIDR_OVERLAP', 'Choose another range for the cluster\'s network: --subnet CIDR'],
	[/is not a shared mount/i, 'ENGINE_CALL_FAILED', 'On the engine\'s machine, as root: mount --make-rshared /'],
	[/unable to apply caps|operation not permitted/i, 'ENGINE_CALL_FAILED', 'The engine may not do that itself; see what it lacks: single-kube doctor'],
	[/exec format error/i, 'ENGINE_CALL_FAILED', 'The program is for another kind of machine than the engine\'s: docker version --format {{.Server.Arch}}'],
];

function translate(what: string, error: unknown): SingleKubeError {
	if (error instanceof SingleKubeError) {
		return error;
	}

	const message = messageOf(error);
	const [, code, hint] = patterns.find(([pattern]) => pattern.test(message)) ?? [undefined, 'ENGINE_CALL_FAILED' as const, 'See what the engine logged, e.g. journalctl -u docker, or of the embedded one: single-kube engine status'];
	return new SingleKubeError(code, `could not ${what}`, {seen: [message], hint, cause: error});
}
