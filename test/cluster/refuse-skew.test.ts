import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {withSource} from '../../src/cluster/design-cluster.ts';
import {refuseSkew} from '../../src/cluster/refuse-skew.ts';
import {withUsed} from '../../src/cluster/used.ts';
import {debianSource} from '../../src/images/sources/debian.ts';
import {SingleKubeError} from '../../src/errors.ts';

const source = {kubernetesVersion: '1.36.2', versions: {kubectl: '1.20.2'}};

test('a folder without kubectl, which then comes from Debian, is refused, and the hint says what it lacks', async t => {
	const binaries = await mkdtemp(path.join(tmpdir(), 'single-kube-set-'));
	t.teardown(async () => rm(binaries, {recursive: true}));
	await writeFile(path.join(binaries, 'kube-apiserver'), '');
	const error = t.throws(() => refuseSkew(source, {source: 'local', binaries, rest: 'debian'}, false), {instanceOf: SingleKubeError});
	t.is(error.code, 'VERSION_SKEW');
	t.is(error.message, 'kubectl 1.20.2 does not go with kube-apiserver 1.36.2');
	t.regex(error.seen.join('\n'), /kubectl may be one minor version older or newer than kube-apiserver/);
	t.true(error.hint?.startsWith(`Put kubectl of the same version into ${binaries}, which lacks it`));
});

test('forced, it is let through and remembered, for as long as it is needed', t => {
	const [settings, images] = [{addons: [], dnsReplicas: 1}, {source: 'local', binaries: '/nowhere'}] as const;
	const forced = withSource(settings, {...debianSource, ...source}, images, true);
	t.deepEqual(forced, {...settings, images, kubernetesVersion: '1.36.2', skewAllowed: true});
	t.deepEqual(withSource(forced, {...debianSource, ...source}, images, false), forced);
	const again = withSource(forced, {...debianSource, ...source, versions: {}}, images, false);
	t.deepEqual(again, {...settings, images, kubernetesVersion: '1.36.2'});
	t.throws(() => withSource(again, {...debianSource, ...source}, images, false), {code: 'VERSION_SKEW'});
});

test('what a component uses goes over its source, image and version', t => {
	const used = withUsed({...debianSource, roots: {'kube-apiserver': 'registry.k8s.io/kube-apiserver:v1.20.2'}}, {
		'kube-scheduler': {reference: 'single-kube/kube-scheduler:0123', version: '1.22.2', from: '/x/kube-scheduler'}, etcd: {reference: 'single-kube/etcd:4567'},
		'kube-apiserver': {reference: 'single-kube/kube-apiserver:89ab', version: '1.20.3'},
	});
	t.deepEqual(used.published, {'kube-scheduler': 'single-kube/kube-scheduler:0123', etcd: 'single-kube/etcd:4567', 'kube-apiserver': 'single-kube/kube-apiserver:89ab'});
	t.deepEqual(used.roots, {});
	t.deepEqual(used.versions, {'kube-scheduler': '1.22.2', 'kube-apiserver': '1.20.3'});
	t.throws(() => refuseSkew(used, {source: 'debian', used: {'kube-scheduler': {reference: '', version: '1.22.2'}}}, false), {code: 'VERSION_SKEW'});
});

test('what a component uses and the engine lost is not asked of the source: the error names the call to repeat', async t => {
	const used = withUsed(debianSource, {'kube-scheduler': {reference: 'single-kube/kube-scheduler:0123', version: '1.20.3', from: '/x/kube-scheduler'}});
	const error = await t.throwsAsync(used.fetch(['single-kube/kube-scheduler:0123'], {} as never), {instanceOf: SingleKubeError});
	t.is(error.code, 'IMAGE_MISSING');
	t.regex(error.hint ?? '', /single-kube use kube-scheduler=\/x\/kube-scheduler/);
});
