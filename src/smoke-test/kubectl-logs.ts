import {setTimeout as sleep} from 'node:timers/promises';
import {SingleKubeError} from '../errors.ts';
import {deadline} from '../health/deadline.ts';
import type {Passed} from './check.ts';
import {requestMark} from './page-by-pod-ip.ts';
import type {Pod, SmokeContext} from './smoke-context.ts';

/** The log of each pod has the request that was made before. @throws SingleKubeError TIMEOUT */
export async function checkLogs(context: SmokeContext, pods: readonly Pod[]): Promise<Passed<true>> {
	const found = await Promise.all(pods.map(async pod => findRequest(context, pod.metadata.name)));
	return {value: true, detail: found[0] ?? ''};
}

async function findRequest({runInside, namespace, signal, limitMs}: SmokeContext, pod: string): Promise<string> {
	const limit = deadline(limitMs / 1000, signal);
	let seen = 'nothing yet';
	while (!limit.signal.aborted) {
		try {
			const {exitCode, stdout, stderr} = await runInside(['kubectl', 'logs', '--namespace', namespace, pod], limit.signal);
			const line = stdout.split('\n').find(candidate => candidate.includes(requestMark));
			if (exitCode === 0 && line !== undefined) {
				return line;
			}

			seen = `exit code ${exitCode}: ${(stderr || stdout).trim().slice(-300)}`;
			await sleep(100, undefined, {signal: limit.signal});
		} catch (error) {
			if (!limit.passed()) {
				throw error;
			}
		}
	}

	signal.throwIfAborted();
	throw new SingleKubeError('TIMEOUT', `the log of ${pod} did not have the request within ${limitMs / 1000} s`, {seen: [seen], hint: 'See what the kubelet says: single-kube logs kubelet'});
}
