/** The smoke test, as a story: apply nginx, see that everything that a cluster promises is true for it, clean up. */
import {randomBytes} from 'node:crypto';
import {connectApi} from '../cluster/admin.ts';
import {addressAt} from '../cluster/cidr.ts';
import type {ClusterSpec} from '../cluster/options.ts';
import {readSettings} from '../cluster/settings.ts';
import type {Engine} from '../engine/engine.ts';
import {execInContainer} from '../engine/exec.ts';
import {SingleKubeError} from '../errors.ts';
import {type Emit, ignoreEvents, inPhase} from '../events.ts';
import {type CheckResult, createCheckRunner} from './check.ts';
import {cleanUp} from './clean-up.ts';
import {fetchHere} from './fetch-here.ts';
import {investigate} from './investigate.ts';
import {checkExec} from './kubectl-exec.ts';
import {checkLogs} from './kubectl-logs.ts';
import {applyNginx} from './apply-nginx.ts';
import {checkNameResolved} from './name-resolved.ts';
import {checkNodeReady} from './node-ready.ts';
import {checkPageByClusterIp} from './page-by-cluster-ip.ts';
import {checkPageByNodePort} from './page-by-node-port.ts';
import {checkPageByPodIp} from './page-by-pod-ip.ts';
import {checkPodReplaced} from './pod-replaced.ts';
import {checkPodsReady} from './pods-ready.ts';
import type {SmokeContext} from './smoke-context.ts';

/** What came of a smoke test. */
export type SmokeReport = {
	readonly ok: boolean;
	readonly checks: readonly CheckResult[];
	/** From the first object applied to nginx's page on the NodePort. */
	readonly secondsToPage: number | undefined;
	/** nginx's page, as it came. */
	readonly page: string | undefined;
	readonly seconds: number;
};

/** What the test needs of a cluster; a Cluster of startCluster has it. */
export type SmokeTarget = {
	readonly engine: Engine;
	readonly name: string;
	readonly spec: ClusterSpec;
	readonly images: Readonly<Record<string, string>>;
};

/**
 * Run two nginx pods and a Service on a cluster, and eight checks on them, nine where pods have cluster DNS. What it made is deleted in the end.
 *
 * @returns the result of every check; a failed one is no exception
 * @throws SingleKubeError CLUSTER_NOT_RUNNING, IMAGE_MISSING, API_REQUEST_FAILED when nothing could be applied; the signal's reason
 */
export async function runSmokeTest({engine, name, spec, images}: SmokeTarget, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<SmokeReport> {
	const image = images['nginx'];
	if (image === undefined) {
		throw new SingleKubeError('IMAGE_MISSING', 'the engine has no image of nginx for the smoke test', {hint: `Have it made: single-kube start --name ${name}`});
	}

	const settings = await readSettings(engine, name);
	const apiAddress = settings?.addons.includes('dns') ? addressAt(spec.serviceCidr, 1) : undefined;
	const api = await connectApi(engine, name, spec);
	try {
		return await inPhase(emit, 'test', `Smoke test of ${name}`, async () => testWith({
			api, signal, apiAddress, namespace: `single-kube-smoke-${randomBytes(4).toString('hex')}`, limitMs: 60_000, fetchHere: fetchHere(spec.subnet),
			runInside: async (command, signal) => execInContainer(engine, `sk-${name}-kubectl`, command, signal),
		}, image, emit));
	} finally {
		api.close();
	}
}

/** The test itself, for whoever has an API. @throws as runSmokeTest */
export async function testWith(context: SmokeContext, image: string, emit: Emit): Promise<SmokeReport> {
	const {api, signal, namespace, apiAddress} = context;
	const startedAt = performance.now();
	const secondsSoFar = (): number => Math.round(performance.now() - startedAt) / 1000;
	const {results, run} = createCheckRunner(emit, async () => investigate(context), signal);
	let secondsToPage: number | undefined;
	try {
		const {clusterIp, nodePort} = await applyNginx(context, image);
		const [, pods, answer] = await together([
			run('node Ready', [], async () => checkNodeReady(context)),
			run('pods Ready', [], async () => checkPodsReady(context)),
			run('page by NodePort', [], async () => {
				const passed = await checkPageByNodePort(context, nodePort);
				secondsToPage = secondsSoFar();
				return passed;
			}),
		]);
		const [byPod] = await together([
			run('page by pod IP', [pods], async () => checkPageByPodIp(context, pods!)),
			run('page by ClusterIP from inside', [pods], async () => checkPageByClusterIp(context, pods!, clusterIp)),
			run('kubectl exec', [pods], async () => checkExec(context, pods!)),
			...apiAddress === undefined ? [] : [run('name resolved from inside', [pods], async () => checkNameResolved(context, pods!, apiAddress))],
		]);
		await run('kubectl logs', [pods, byPod], async () => checkLogs(context, pods!));
		await run('pod deleted and replaced', [pods, answer], async () => checkPodReplaced(context, pods!, answer!.url));
		return {ok: results.every(({ok}) => ok), checks: results, secondsToPage, page: answer?.page, seconds: secondsSoFar()};
	} finally {
		await cleanUp(api, namespace);
	}
}

/** Like Promise.all, but nothing is left running when one throws: the clean-up comes next. */
async function together<T extends readonly unknown[]>(work: {readonly [K in keyof T]: Promise<T[K]>}): Promise<T> {
	await Promise.allSettled(work);
	return Promise.all(work) as unknown as Promise<T>;
}
