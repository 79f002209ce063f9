import {buildImage, removeImage} from '../src/engine/images.ts';
import type {Engine} from '../src/engine/engine.ts';
import {SingleKubeError} from '../src/index.ts';
import {isReady, type Pod} from '../src/smoke-test/smoke-context.ts';
import {seconds, type Site} from './site.ts';

export type ImageToPod = {readonly imageBuild: number; readonly imageToReady: number};

const repository = 'single-kube-bench';
const nameOf = (run: number): string => `${repository}-${run}`;

/**
 * Build a one-line image and `kubectl run` it, as it is typed: with the tag `latest`, which the kubelet pulls.
 *
 * @returns the seconds of the build, and from its end to the pod's being Ready
 */
export async function measureImageToPod({cluster: {engine, name, images}, context}: Site, run: number): Promise<ImageToPod> {
	const {api, namespace, limitMs, signal, runInside} = context;
	const reference = nameOf(run);
	const limit = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
	// A namespace's own account is made some time after it; that is no part of this.
	await api.waitFor(`/api/v1/namespaces/${namespace}/serviceaccounts?fieldSelector=metadata.name%3Ddefault`, found => found.length > 0, {timeoutMs: limitMs, what: 'the default account'}, signal);
	const imageBuild = await seconds(async () => buildImage(engine, {
		reference, labels: {[repository]: `${run}-${Date.now()}`}, arguments: {},
		files: [{path: 'Dockerfile', content: Buffer.from(`FROM ${images['nginx']}\n`), executable: false}],
	}, () => undefined, limit));
	const imageToReady = await seconds(async () => {
		const {exitCode, stderr} = await runInside(['kubectl', 'run', 'fresh', '--namespace', namespace, '--image', reference], limit);
		if (exitCode !== 0) {
			throw new SingleKubeError('API_REQUEST_FAILED', `kubectl run failed in ${name}`, {seen: [stderr]});
		}

		const ready = (pods: readonly Pod[]): boolean => pods.some(pod => isReady(pod));
		await api.waitFor<Pod>(`/api/v1/namespaces/${namespace}/pods?fieldSelector=metadata.name%3Dfresh`, ready, {timeoutMs: limitMs, what: 'the fresh pod being Ready'}, signal);
	});
	await api.delete(`/api/v1/namespaces/${namespace}/pods/fresh?gracePeriodSeconds=0`, signal);
	return {imageBuild, imageToReady};
}

/** When no pod uses it any more. */
export async function removeFreshImage(engine: Engine, run: number): Promise<void> {
	await removeImage(engine, nameOf(run));
}
