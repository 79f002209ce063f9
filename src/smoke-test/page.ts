/** Getting nginx's page, in a tight loop with a limit: from the kubectl container, from a pod, from this machine. */
import {setTimeout as sleep} from 'node:timers/promises';
import {deadline} from '../health/deadline.ts';
import {messageOf, SingleKubeError} from '../errors.ts';
import type {SmokeContext} from './smoke-context.ts';

/** What nginx's page says. */
export const welcome = 'Welcome to nginx!';

/** Between two tries, in milliseconds. */
const pause = 40;

/** How long a try may take, in milliseconds: a program in a container on a busy machine answers late. */
const tryLimit = 5000;

/**
 * The same for the first tries from this machine, which grow to the other limit: a packet that came before its rule is
 * only sent again after a second, a new connection at once.
 */
export const briefly = 250;

/**
 * Try until the page is nginx's.
 *
 * @param fetchOnce one try: the page, or throws why not
 * @throws SingleKubeError TIMEOUT with what the last try said; the signal's reason
 */
export async function awaitPage(where: string, fetchOnce: (signal: AbortSignal) => Promise<string>, {signal, limitMs}: Pick<SmokeContext, 'signal' | 'limitMs'>, firstTryLimit = tryLimit): Promise<string> {
	const limit = deadline(limitMs / 1000, signal);
	let lastFailure = 'no answer yet';
	for (let patience = firstTryLimit; !limit.signal.aborted; patience = Math.min(tryLimit, patience * 1.25)) {
		try {
			const page = await fetchOnce(AbortSignal.any([limit.signal, AbortSignal.timeout(Math.round(patience))]));
			if (page.includes(welcome)) {
				return page;
			}

			lastFailure = `an answer without "${welcome}": ${page.slice(0, 200)}`;
		} catch (error) {
			lastFailure = explain(error);
		}

		await sleep(pause, undefined, {signal: limit.signal}).catch(() => undefined);
	}

	signal.throwIfAborted();
	throw new SingleKubeError('TIMEOUT', `${where} did not give nginx's page within ${limitMs / 1000} s`, {seen: [`the last try: ${lastFailure}`], hint: 'See what is not well: single-kube status; the rules of services are kube-proxy\'s: single-kube logs kube-proxy'});
}

/** With curl in the kubectl container, which is in the cluster's network but is no pod. */
export function curlInside({runInside}: SmokeContext, url: string): (signal: AbortSignal) => Promise<string> {
	return async signal => {
		const command = ['curl', '--silent', '--show-error', '--fail', '--max-time', '2', url];
		const {exitCode, stdout, stderr} = await runInside(command, signal);
		if (exitCode !== 0) {
			throw new Error(stderr.trim() || `curl exited ${exitCode}`);
		}

		return stdout;
	};
}

/** With nothing but bash, in a pod: an image of nginx need not have a client. */
export function bashInPod({runInside, namespace}: SmokeContext, pod: string, address: string, path: string): (signal: AbortSignal) => Promise<string> {
	const request = 'exec 3<>"/dev/tcp/$1/80" && printf "GET $2 HTTP/1.0\\r\\nHost: nginx\\r\\n\\r\\n" >&3 && cat <&3';
	const command = ['kubectl', 'exec', '--namespace', namespace, pod, '--', 'timeout', '2', 'bash', '-c', request, 'request', address, path];
	return async signal => {
		const {exitCode, stdout, stderr} = await runInside(command, signal);
		if (exitCode !== 0) {
			throw new Error(stderr.trim() || `exit code ${exitCode}`);
		}

		return stdout;
	};
}

/** fetch says only that it failed; its cause says how. */
function explain(error: unknown): string {
	return error instanceof Error && error.cause !== undefined ? `${error.message}: ${messageOf(error.cause)}` : messageOf(error);
}
