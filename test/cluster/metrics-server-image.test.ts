import test from 'ava';
import {upstreamReference, withMetricsServer} from '../../src/cluster/metrics-server-image.ts';
import type {Engine} from '../../src/engine/engine.ts';
import type {SingleKubeError} from '../../src/errors.ts';

const images = {'metrics-server': 'single-kube/metrics-server:1', etcd: 'single-kube/etcd:1'};
const upstream = 'registry.k8s.io/metrics-server/metrics-server:v0.7.2';
const notFound = Object.assign(new Error('no such image'), {statusCode: 404});

/** An engine that has these images. */
const engine = (...present: readonly string[]): Engine => ({docker: {
	getImage: (reference: string) => ({inspect: async () => present.includes(reference) ? {} : Promise.reject(notFound)}),
}} as unknown as Engine);

test('ours runs unless another one was chosen', async t => {
	t.is(await withMetricsServer(engine(upstream), images, {addons: ['metrics'], dnsReplicas: 1}, '1.20.2'), images);
});

test('the upstream one takes its place when it was chosen, or when it is there for auto', async t => {
	for (const metricsServer of ['upstream', 'auto'] as const) {
		t.deepEqual(await withMetricsServer(engine(upstream), images, {addons: ['metrics'], dnsReplicas: 1, metricsServer}, '1.20.2'), {...images, 'metrics-server': upstream});
	}
});

test('without its image auto takes ours, and upstream is an error that says what to do', async t => {
	t.is(await withMetricsServer(engine(), images, {addons: ['metrics'], dnsReplicas: 1, metricsServer: 'auto'}, '1.20.2'), images);
	const error = await t.throwsAsync<SingleKubeError>(withMetricsServer(engine(), images, {addons: ['metrics'], dnsReplicas: 1, metricsServer: 'upstream'}, '1.20.2'));
	t.is(error.code, 'IMAGE_MISSING');
	t.is(error.hint, `docker pull ${upstream}, or start with --metrics-server own`);
});

test('without the add-on nobody asks for its image', async t => {
	t.is(await withMetricsServer(engine(), images, {addons: [], dnsReplicas: 1, metricsServer: 'upstream'}, '1.20.2'), images);
});

test('the version is one for the cluster\'s Kubernetes', t => {
	t.is(upstreamReference('1.30.9'), upstream);
	t.regex(upstreamReference('1.36.2'), /:v0\.8\.0$/);
});
