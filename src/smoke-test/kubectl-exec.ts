import {SingleKubeError} from '../errors.ts';
import {deadline} from '../health/deadline.ts';
import type {Passed} from './check.ts';
import type {Pod, SmokeContext} from './smoke-context.ts';

/** A command in a pod: its output and its exit code come back. @throws SingleKubeError SMOKE_TEST_FAILED, TIMEOUT */
export async function checkExec({runInside, namespace, signal, limitMs}: SmokeContext, pods: readonly Pod[]): Promise<Passed<true>> {
	const pod = pods[0]!.metadata.name;
	const limit = deadline(limitMs / 1000, signal);
	const command = ['kubectl', 'exec', '--namespace', namespace, pod, '--', 'sh', '-c', 'hostname; exit 7'];
	try {
		const {exitCode, stdout, stderr} = await runInside(command, limit.signal);
		if (stdout.trim() !== pod || exitCode !== 7) {
			throw new SingleKubeError('SMOKE_TEST_FAILED', `kubectl exec answered "${stdout.trim()}" with exit code ${exitCode}, not "${pod}" with 7`, {seen: stderr.split('\n').filter(line => line !== ''), hint: 'See what the kubelet says: single-kube logs kubelet'});
		}
	} catch (error) {
		throw limit.passed() ? new SingleKubeError('TIMEOUT', `kubectl exec did not end within ${limitMs / 1000} s`, {hint: 'See what the kubelet says: single-kube logs kubelet', cause: error}) : error;
	}

	return {value: true, detail: `hostname says ${pod}, exit code 7 came back`};
}
