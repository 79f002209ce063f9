import {setTimeout as sleep} from 'node:timers/promises';
import {messageOf, SingleKubeError} from '../errors.ts';
import {deadline} from '../health/deadline.ts';
import type {Passed} from './check.ts';
import type {Pod, SmokeContext} from './smoke-context.ts';

/** A name by which any program may look for the API: it takes the pod's search path to find it. */
const name = 'kubernetes.default';

/** Between two tries, in milliseconds. */
const pause = 100;

/** A pod resolves a service's short name, with its C library. @param expected the service's address @throws SingleKubeError TIMEOUT */
export async function checkNameResolved({runInside, namespace, signal, limitMs}: SmokeContext, pods: readonly Pod[], expected: string): Promise<Passed<true>> {
	const from = pods[0]!.metadata.name;
	const command = ['kubectl', 'exec', '--namespace', namespace, from, '--', 'timeout', '10', 'getent', 'ahostsv4', name];
	const limit = deadline(limitMs / 1000, signal);
	let lastFailure = 'no answer yet';
	while (!limit.signal.aborted) {
		try {
			const {exitCode, stdout, stderr} = await runInside(command, limit.signal);
			if (exitCode === 0 && stdout.split(/\s/)[0] === expected) {
				return {value: true, detail: `${name} is ${expected}, asked from ${from}`};
			}

			lastFailure = `getent exited ${exitCode}: ${stdout.trim() || stderr.trim() || 'no such name'}`;
		} catch (error) {
			lastFailure = messageOf(error);
		}

		await sleep(pause, undefined, {signal: limit.signal}).catch(() => undefined);
	}

	signal.throwIfAborted();
	throw new SingleKubeError('TIMEOUT', `${name} was not ${expected} for a pod within ${limitMs / 1000} s`, {
		seen: [`the last try, from ${from}: ${lastFailure}`], hint: 'See what the DNS server says: single-kube logs dns',
	});
}
