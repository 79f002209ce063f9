/**
 * Where images come from: a registry and a file server of this machine stand for upstream, filled with what source debian
 * made; the user's own programs; and what is said when none of it is there.
 */
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {connectEngine} from '../../src/engine/connect.ts';
import type {Engine} from '../../src/engine/engine.ts';
import {buildImage, listOwnImages, readFromImage, removeImage} from '../../src/engine/images.ts';
import {engineArchitecture} from '../../src/engine/info.ts';
import {listClusters} from '../../src/engine/observe.ts';
import {ensureImages, referencesOf} from '../../src/images/ensure-images.ts';
import {debianSource} from '../../src/images/sources/debian.ts';
import {type ClusterOptions, deleteCluster, planStart, runSmokeTest, type SingleKubeEvent, startCluster} from '../../src/index.ts';
import {ignoreEvents} from '../../src/events.ts';
import {testHome} from '../helpers/cluster.ts';
import {startRegistries} from '../helpers/registries.ts';
import {releaseOf, type ReleaseServer, sha256, startReleaseServer} from '../helpers/release-server.ts';

const name = 'e2e-sources';
const version = '1.20.2';
const cni = '1.1.1';
let engine: Engine;
let images: Readonly<Record<string, string>>;
let beds: Awaited<ReturnType<typeof startRegistries>>;
let releases: ReleaseServer;
let environment: NodeJS.ProcessEnv;
let folder: string;
let architecture: string;
/** Ids of the images that were there before. */
let before: ReadonlySet<string>;

/** What upstream calls them, and what is pushed in their place. */
let upstream: ReadonlyMap<string, string>;

test.before(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'sk-sources-'));
	environment = {...await testHome(), SINGLE_KUBE_BINARIES: '', SINGLE_KUBE_CACHE: path.join(folder, 'cache')};
	engine = await connectEngine({engine: 'auto', install: true}, ignoreEvents, AbortSignal.timeout(120_000));
	await deleteCluster({name, environment}).catch(() => undefined);
	images = referencesOf(await ensureImages(engine, {source: debianSource, addons: ['dns', 'storage'], install: true}));
	const base = (await listOwnImages(engine)).flatMap(({references}) => references).find(reference => reference.startsWith('single-kube/base:'))!;
	architecture = await engineArchitecture(engine);
	await buildImage(engine, {
		reference: `${name}-busybox:1`, labels: {}, arguments: {},
		files: [
			{path: 'Dockerfile', content: Buffer.from('FROM scratch\nCOPY busybox /bin/busybox\n'), executable: false},
			{path: 'busybox', content: (await readFromImage(engine, images['holder']!, '/bin/busybox')).get('')!, executable: true},
		],
	}, () => undefined, AbortSignal.timeout(60_000));
	upstream = new Map([
		['registry.k8s.io/kube-apiserver:v1.20.2', images['kube-apiserver']!],
		['registry.k8s.io/kube-controller-manager:v1.20.2', images['kube-controller-manager']!],
		['registry.k8s.io/kube-scheduler:v1.20.2', images['kube-scheduler']!],
		['registry.k8s.io/kube-proxy:v1.20.2', images['kube-proxy']!],
		['registry.k8s.io/etcd:3.4.13-0', images['etcd']!],
		['registry.k8s.io/pause:3.2', images['pause']!],
		['docker.io/library/debian:bookworm-slim', base],
		['docker.io/library/busybox:stable-musl', `${name}-busybox:1`],
	]);
	beds = await startRegistries(engine, name);
	before = new Set((await listOwnImages(engine)).map(({id}) => id));
	for (const [reference, source] of upstream) {
		await beds.plain.push(source, mirrored(reference));
	}

	const files = await releaseOf(engine, images, version, architecture, cni);
	releases = await startReleaseServer(files);
	// Theirs are other builds of the same programs.
	const table = path.join(folder, 'versions.json');
	const [kubelet, kubectl, plugins] = [...files.values()].map(content => ({amd64: sha256(content), arm64: sha256(content)}));
	await writeFile(table, JSON.stringify({releases: {[version]: {kubelet, kubectl}}, cniPlugins: {[cni]: plugins}}));
	process.env['SINGLE_KUBE_VERSIONS'] = table;
});

test.after.always(async () => {
	await deleteCluster({name, environment}).catch(() => undefined);
	await beds?.remove();
	await releases?.close();
	await forgetUpstream();
	if (engine) {
		for (const {id} of (await listOwnImages(engine)).filter(image => !before.has(image.id))) {
			await removeImage(engine, id);
		}

		await removeImage(engine, `${name}-busybox:1`);
	}

	await rm(folder, {recursive: true, force: true});
});

const mirrored = (reference: string): string => reference.replace(/^registry\.k8s\.io\//, 'k8s/').replace(/^docker\.io\//, 'hub/');

async function forgetUpstream(): Promise<void> {
	for (const reference of upstream?.keys() ?? []) {
		await removeImage(engine, reference.replace(/^docker\.io\/library\//, ''));
	}
}

function fromRegistry(more: Partial<ClusterOptions> = {}): ClusterOptions {
	return {
		name, environment, source: 'registry', kubernetesVersion: version, dnsServer: 'bind', addons: 'dns,storage',
		registryMirrors: [`registry.k8s.io=${beds.plain.host}/k8s`, `docker.io=${beds.plain.host}/hub`, 'registry.k8s.io=none', 'docker.io=none'],
		downloadMirrors: [`dl.k8s.io=${releases.url}`, `github.com=${releases.url}`],
		...more,
	};
}

/** Run it and keep what it told. */
async function start(options: ClusterOptions): Promise<{cluster: Awaited<ReturnType<typeof startCluster>>; events: SingleKubeEvent[]}> {
	const events: SingleKubeEvent[] = [];
	return {cluster: await startCluster(options, event => events.push(event)), events};
}

const fetched = (events: readonly SingleKubeEvent[]): SingleKubeEvent[] => events.filter(({type}) => ['image-build-started', 'image-pull-finished', 'download-finished'].includes(type));

test.serial('an image that no mirror has is named, with all the others, before anything is pulled or started', async t => {
	const error = await t.throwsAsync(startCluster(fromRegistry({registryMirrors: [`registry.k8s.io=${beds.plain.host}/nothing`, `docker.io=${beds.plain.host}/hub`, 'registry.k8s.io=none', 'docker.io=none']})));
	t.like(error, {code: 'IMAGE_NOT_FOUND'});
	const said = [error.message, ...(error as unknown as {seen: string[]}).seen].join('\n');
	for (const image of ['kube-controller-manager:v1.20.2', 'kube-scheduler:v1.20.2', 'kube-proxy:v1.20.2', 'etcd:3.4.13-0', 'pause:3.2']) {
		t.true(said.includes(`registry.k8s.io/${image}`), image);
	}

	t.false(said.includes('debian:bookworm-slim'));

	t.false((await listClusters(engine)).includes(name));
});

test.serial('a program with another checksum than the table\'s is refused, and nothing is started', async t => {
	const bad = await startReleaseServer(new Map([[`/v${version}/bin/linux/${architecture}/kubelet`, Buffer.from('another kubelet')], [`/v${version}/bin/linux/${architecture}/kubectl`, Buffer.from('another kubectl')]]));
	try {
		const error = await t.throwsAsync(startCluster(fromRegistry({downloadMirrors: [`dl.k8s.io=${bad.url}`, `github.com=${releases.url}`]})));
		t.regex((error as unknown as {code: string}).code, /^(CHECKSUM_WRONG|DOWNLOAD_FAILED)$/);
		t.regex([error.message, ...(error as unknown as {seen: string[]}).seen].join('\n'), /SHA-256 [\da-f]{64}, expected/);
		t.false((await listClusters(engine)).includes(name));
	} finally {
		await forgetUpstream();
		await bad.close();
	}
});

test.serial('source registry: upstream\'s images from a mirror, programs from a file server, a cluster that works', async t => {
	const {cluster, events} = await start(fromRegistry());
	t.is(cluster.spec.kubernetesVersion, version);
	t.is(cluster.images['kube-scheduler'], 'registry.k8s.io/kube-scheduler:v1.20.2');
	t.is(cluster.images['etcd'], 'registry.k8s.io/etcd:3.4.13-0');
	t.true(events.some(event => event.type === 'image-pull-finished'));
	t.true(events.some(event => event.type === 'download-finished'));
	const containers = await engine.docker.listContainers({filters: {name: [`sk-${name}-`]}} as object);
	t.is(containers.find(({Names}) => Names.includes(`/sk-${name}-kube-scheduler`))?.Image, 'registry.k8s.io/kube-scheduler:v1.20.2');
	const report = await runSmokeTest(cluster);
	t.deepEqual(report.checks.filter(({ok}) => !ok), []);
});

test.serial('the same again asks nobody for anything and changes nothing', async t => {
	const asked = releases.asked().length;
	const {cluster, events} = await start({name, environment});
	t.deepEqual(cluster.plan, []);
	t.deepEqual(fetched(events), []);
	t.is(releases.asked().length, asked);
});

test.serial('without a source the first that can serve is taken, and it is said which and why', async t => {
	const events: SingleKubeEvent[] = [];
	const plan = await planStart({name: `${name}-2`, environment, kubernetesVersion: version, registryMirrors: fromRegistry().registryMirrors!}, event => events.push(event));
	t.deepEqual(plan.fetches, []);
	t.true(events.some(event => event.type === 'noted' && event.text.includes('source debian, because')), JSON.stringify(events));
});

test.serial('where no registry answers and Debian has another version, it says so within seconds', async t => {
	const started = performance.now();
	const error = await t.throwsAsync(planStart({name: `${name}-2`, environment, kubernetesVersion: '1.30.0', registryMirrors: ['registry.k8s.io=127.0.0.1:9/k8s', 'registry.k8s.io=none']}));
	t.like(error, {code: 'SOURCE_UNAVAILABLE'});
	t.true(performance.now() - started < 10_000);
	t.is((error as unknown as {seen: string[]}).seen.length, 2);
});

test.serial('source local: a program of the user\'s takes the place of the cluster\'s own', async t => {
	await deleteCluster({name, environment});
	const binaries = path.join(folder, 'bin');
	await mkdir(binaries);
	const scheduler = (await readFromImage(engine, images['kube-scheduler']!, '/bin/kube-scheduler')).get('')!;
	// The same program with another version: as long, so that it runs.
	const own = Buffer.from(scheduler.toString('latin1').replaceAll('v1.20.2', 'v1.20.9'), 'latin1');
	await writeFile(path.join(binaries, 'kube-scheduler'), own, {mode: 0o755});
	const {cluster} = await start({name, environment, binaries, source: 'debian', addons: 'none'});
	t.not(cluster.images['kube-scheduler'], images['kube-scheduler']);
	t.is(cluster.images['kube-controller-manager'], images['kube-controller-manager']);
	const [container] = await engine.docker.listContainers({filters: {name: [`sk-${name}-kube-scheduler`]}} as object);
	t.is(container?.Image, cluster.images['kube-scheduler']);
	const report = await runSmokeTest(cluster);
	t.deepEqual(report.checks.filter(({ok}) => !ok), []);
});

test.serial('what cannot be a program of the cluster is refused, with the command that builds one', async t => {
	const binaries = path.join(folder, 'bad');
	await mkdir(binaries);
	await writeFile(path.join(binaries, 'kube-scheduler'), '#!/bin/sh\n', {mode: 0o755});
	t.like(await t.throwsAsync(planStart({name: `${name}-2`, environment, binaries})), {code: 'BINARIES_INVALID'});
	t.like(await t.throwsAsync(planStart({name: `${name}-2`, environment, binaries: path.join(folder, 'nowhere')})), {code: 'BINARIES_INVALID'});
});
