import type {Passed} from './check.ts';
import {awaitPage} from './page.ts';
import type {Pod, SmokeContext} from './smoke-context.ts';

/** With nothing but bash: an image of nginx need not have a client. `$1` is the address. */
const request = 'exec 3<>"/dev/tcp/$1/80" && printf "GET / HTTP/1.0\\r\\nHost: nginx\\r\\n\\r\\n" >&3 && cat <&3';

/** A pod asks the Service, and so itself or the other pod. @throws SingleKubeError TIMEOUT */
export async function checkPageByClusterIp(context: SmokeContext, pods: readonly Pod[], clusterIp: string): Promise<Passed<true>> {
	const pod = pods[0]!.metadata.name;
	const command = ['kubectl', 'exec', '--namespace', context.namespace, pod, '--', 'timeout', '2', 'bash', '-c', request, 'request', clusterIp];
	await awaitPage(`http://${clusterIp}/`, async signal => {
		const {exitCode, stdout, stderr} = await context.runInside(command, signal);
		if (exitCode !== 0) {
			throw new Error(stderr.trim() || `exit code ${exitCode}`);
		}

		return stdout;
	}, context);
	return {value: true, detail: `${clusterIp}, asked from ${pod}`};
}
