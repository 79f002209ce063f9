import {chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {readAgentTopology} from '../../src/cluster/agent-topology.ts';
import {containerState} from '../../src/engine/inspect.ts';
import {observe} from '../../src/engine/observe.ts';
import {settleSource} from '../../src/cluster/settle-source.ts';
import {readFromImage} from '../../src/engine/images.ts';
import {engineArchitecture} from '../../src/engine/info.ts';
import {debianSource} from '../../src/images/sources/debian.ts';
import {localSource, readLocalPrograms} from '../../src/images/sources/local.ts';
import {clusterStatus, ignoreEvents, planUpgrade, rollBackUpgrade, SingleKubeError, startCluster, stopCluster, type Swap, upgradeCluster, useComponent} from '../../src/index.ts';
import {applyManifest, eventually, openCluster, type TestCluster, webManifest} from '../helpers/cluster.ts';

const name = 'e2e-upgrade';
const own = '1.20.2';
const programs = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubelet', 'kube-proxy', 'kubectl'];
let world: TestCluster;
let sets: string;

/** Programs that say that they are of another version: the same ones, with another text in the place of theirs. */
async function stamp(from: string, version: string, names: readonly string[] = programs): Promise<string> {
	const folder = path.join(sets, version);
	await mkdir(folder, {recursive: true});
	for (const program of names) {
		const bytes = await readFile(path.join(from, program));
		for (let at = bytes.indexOf(`v${own}`); at >= 0; at = bytes.indexOf(`v${own}`, at + 1)) {
			bytes.write(`v${version}`, at);
		}

		const file = path.join(folder, program);
		await writeFile(file, bytes);
		await chmod(file, 0o755);
		const {stdout} = await execa(file, program === 'kubectl' ? ['version', '--client'] : ['--version']);
		if (!stdout.includes(`v${version}`)) {
			throw new Error(`${file} says ${stdout}`);
		}
	}

	return folder;
}

/** A folder with the programs that the cluster's own images are made of. */
async function compiledPrograms(): Promise<string> {
	const folder = path.join(sets, 'own');
	await mkdir(folder, {recursive: true});
	const there = await readdir(folder);
	for (const program of programs.filter(wanted => !there.includes(wanted))) {
		const place = ['kubelet', 'kube-proxy', 'kubectl'].includes(program) ? '/usr/local/bin' : '/bin';
		const content = (await readFromImage(world.cluster.engine, world.cluster.images[program]!, `${place}/${program}`)).get('')!;
		await writeFile(path.join(folder, program), content, {mode: 0o755});
	}

	return folder;
}

const swap = (component: Swap['component'], by: Swap['by']): Swap => ({component, by});
const use = async (component: Swap['component'], by: Swap['by'], more: object = {}): ReturnType<typeof useComponent> => useComponent(swap(component, by), {name, environment: world.environment, ...more});

/** Ids and start times of the containers of all pods. */
async function podContainers(): Promise<string[]> {
	const {pods} = await observe(world.cluster.engine, name);
	return (await Promise.all(pods.filter(({state}) => state === 'running').map(async ({id}) => `${id} ${(await containerState(world.cluster.engine, id)).startedAt}`))).sort();
}

const idsOf = async (): Promise<Map<string, string>> => new Map((await observe(world.cluster.engine, name)).containers.map(({component, id}) => [component, id]));
const changed = async (before: ReadonlyMap<string, string>): Promise<string[]> => [...await idsOf()].filter(([component, id]) => before.get(component) !== id).map(([component]) => component).sort();

test.before(async () => {
	world = await openCluster(name);
	sets = await mkdtemp(path.join(tmpdir(), 'sk-sets-'));
	await applyManifest(world.cluster.engine, name, webManifest(world.cluster.images['nginx']!));
});

test.after.always(async () => {
	await world?.remove();
	await rm(sets, {recursive: true, force: true});
});

test.serial('a scheduler of one\'s own takes the place of the cluster\'s while pods run, and nothing else is touched', async t => {
	await eventually(t, 'two pods', async () => (await world.kubectl('get', 'deployment', 'web', '-o', 'jsonpath={.status.readyReplicas}')) === '2');
	const folder = await stamp(await compiledPrograms(), '1.20.3');
	const [pods, before] = [await podContainers(), await idsOf()];
	t.true(pods.length >= 4);
	const {version, seconds} = await use('kube-scheduler', {kind: 'program', file: path.join(folder, 'kube-scheduler')});
	t.is(version, '1.20.3');
	t.log(`${seconds.toFixed(1)} s`);
	t.deepEqual(await changed(before), ['kube-scheduler']);
	t.deepEqual(await podContainers(), pods);
	await world.kubectl('scale', 'deployment', 'web', '--replicas=3');
	await eventually(t, 'it schedules', async () => (await world.kubectl('get', 'deployment', 'web', '-o', 'jsonpath={.status.readyReplicas}')) === '3');
});

test.serial('the next start keeps what is used, and needs no folder for it', async t => {
	t.deepEqual((await startCluster({name, environment: world.environment})).plan, []);
	await stopCluster({name, environment: world.environment, kubeconfig: false});
	const again = await startCluster({name, environment: world.environment, kubeconfig: false});
	t.is(again.topology.settings.images?.used?.['kube-scheduler']?.version, '1.20.3');
	t.is(again.images['kube-scheduler'], again.topology.settings.images?.used?.['kube-scheduler']?.reference);
	t.is((await clusterStatus({name})).state, 'running');
});

test.serial('the cluster\'s own comes back', async t => {
	await use('kube-scheduler', {kind: 'own'});
	const {components, settings} = await readAgentTopology(world.cluster.engine, name);
	t.is(components.find(({id}) => id === 'kube-scheduler')?.container.image, world.cluster.images['kube-scheduler']);
	t.is(settings.images?.used, undefined);
	t.deepEqual((await startCluster({name, environment: world.environment})).plan, []);
});

test.serial('a version that Kubernetes does not support beside the others is refused before anything is touched, and forced it is let through', async t => {
	const folder = await stamp(await compiledPrograms(), '1.22.2', ['kube-scheduler']);
	const before = await idsOf();
	const error = await t.throwsAsync(use('kube-scheduler', {kind: 'program', file: path.join(folder, 'kube-scheduler')}), {instanceOf: SingleKubeError});
	t.is(error.code, 'VERSION_SKEW');
	t.regex(error.seen.join('\n'), /kube-scheduler must not be newer than kube-apiserver/);
	t.deepEqual(await changed(before), []);
	t.is((await use('kube-scheduler', {kind: 'program', file: path.join(folder, 'kube-scheduler')}, {force: true})).version, '1.22.2');
	// What was let through once is not asked about again.
	t.deepEqual((await startCluster({name, environment: world.environment})).plan, []);
	await use('kube-scheduler', {kind: 'own'});
});

test.serial('a program that does not become ready is put back, with the last lines of its log', async t => {
	const broken = path.join(sets, 'broken', 'kube-controller-manager');
	await mkdir(path.dirname(broken), {recursive: true});
	// Of the same version, but another program.
	await copyFile(path.join(await compiledPrograms(), 'kube-proxy'), broken);
	const pods = await podContainers();
	const error = await t.throwsAsync(use('kube-controller-manager', {kind: 'program', file: broken}), {instanceOf: SingleKubeError});
	t.is(error.code, 'COMPONENT_ROLLED_BACK');
	t.regex(error.seen.join('\n'), /--proxy-mode/);
	t.is((await clusterStatus({name})).state, 'running');
	t.deepEqual(await podContainers(), pods);
	t.deepEqual((await startCluster({name, environment: world.environment})).plan, []);
});

test.serial('a version that the cluster\'s source does not have is refused with what it has', async t => {
	await t.throwsAsync(use('kube-scheduler', {kind: 'version', version: '1.35.1'}), {code: 'IMAGE_SOURCE_INVALID'});
});

test.serial('a version is had from where the cluster has its images, and is known as that version', async t => {
	const programs = await readLocalPrograms(path.join(sets, '1.20.3'), await engineArchitecture(world.cluster.engine));
	// In the place of a registry.
	const settle: typeof settleSource = async (engine, options, before, emit, signal) => options.kubernetesVersion === '1.20.3'
		? {source: localSource(programs, debianSource), images: {source: 'registry', kubernetesVersion: '1.20.3'}} : settleSource(engine, options, before, emit, signal);
	const pods = await podContainers();
	const swapped = await useComponent(swap('kube-proxy', {kind: 'version', version: '1.20.3'}), {name, environment: world.environment}, ignoreEvents, undefined, settle);
	t.deepEqual([swapped.version, swapped.used['kube-proxy']?.from], ['1.20.3', 'v1.20.3']);
	t.deepEqual(await podContainers(), pods);
	await use('kube-proxy', {kind: 'own'});
});

test.serial('an upgrade in which a component is not well leaves the cluster as it was, objects and pods included', async t => {
	const good = path.join(sets, '1.20.3');
	const folder = path.join(sets, 'half-broken');
	await mkdir(folder);
	await Promise.all(programs.map(async program => copyFile(path.join(good, program === 'kube-controller-manager' ? 'kube-proxy' : program), path.join(folder, program))));
	const pods = await podContainers();
	const before = await readAgentTopology(world.cluster.engine, name);
	const error = await t.throwsAsync(upgradeCluster({name, binaries: folder, environment: world.environment}), {instanceOf: SingleKubeError});
	t.is(error.code, 'UPGRADE_ROLLED_BACK');
	t.regex(error.message, /^kube-controller-manager of 1\.20\.3 is not well, and e2e-upgrade is again of 1\.20\.2/);
	t.regex(error.seen.join('\n'), /--proxy-mode/);
	t.deepEqual(await readAgentTopology(world.cluster.engine, name), before);
	t.regex(await world.kubectl('get', '--raw', '/version'), /v1\.20\.2/);
	t.is((await clusterStatus({name})).state, 'running');
	t.deepEqual(await podContainers(), pods);
	t.deepEqual((await observe(world.cluster.engine, name)).volumes.filter(volume => volume.name.includes('upgrade-etcd-')).map(volume => volume.name), [`sk-${name}-etcd-config`]);
	t.deepEqual((await startCluster({name, environment: world.environment})).plan, []);
});

test.serial('start does not change a cluster\'s version: it names the upgrade that would', async t => {
	const error = await t.throwsAsync(startCluster({name, environment: world.environment, source: 'registry', kubernetesVersion: '1.21'}), {instanceOf: SingleKubeError});
	t.is(error.code, 'STATE_FOREIGN');
	t.is(error.hint, `single-kube upgrade 1.21 --name ${name}`);
});

test.serial('an upgrade replaces one component after the other, and the pods are the same containers afterwards', async t => {
	const binaries = path.join(sets, '1.20.3');
	const pods = await podContainers();
	const expected = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubelet', 'kube-proxy', 'kubectl'];
	t.deepEqual((await planUpgrade({name, binaries, environment: world.environment})).steps, expected);
	const noted: string[] = [];
	const {from, to, steps, seconds} = await upgradeCluster({name, binaries, environment: world.environment}, event => {
		if (event.type === 'noted') {
			noted.push(event.text);
		}
	});
	t.log(`${seconds.toFixed(1)} s`);
	t.deepEqual([from, to, steps], [own, '1.20.3', expected]);
	t.deepEqual(noted.flatMap(text => /^(\S+) is 1\.20\.3/.exec(text)?.[1] ?? []), expected);
	t.regex(await world.kubectl('get', '--raw', '/version'), /v1\.20\.3/);
	t.is(await world.kubectl('get', 'node', 'node-1', '-o', 'jsonpath={.status.nodeInfo.kubeletVersion}'), 'v1.20.3');
	t.deepEqual(await podContainers(), pods);
	const status = await clusterStatus({name});
	t.deepEqual([status.state, status.spec?.kubernetesVersion], ['running', '1.20.3']);
	await eventually(t, 'no pod was restarted', async () => (await world.kubectl('get', 'pods', '-o', 'jsonpath={.items[*].status.containerStatuses[*].restartCount}')) === '0 0 0');
});

test.serial('after the upgrade a plain start has nothing to do, and there is no way back by it', async t => {
	t.deepEqual((await startCluster({name, environment: world.environment})).plan, []);
	t.deepEqual((await upgradeCluster({name, binaries: path.join(sets, '1.20.3'), environment: world.environment})).steps, []);
	const older = await t.throwsAsync(upgradeCluster({name, source: 'debian', kubernetesVersion: own, environment: world.environment}), {instanceOf: SingleKubeError});
	t.is(older.code, 'VERSION_SKEW');
});

test.serial('an upgrade that was interrupted is told of by start, and goes on', async t => {
	const binaries = await stamp(await compiledPrograms(), '1.20.4');
	const stop = new AbortController();
	await t.throwsAsync(upgradeCluster({name, binaries, environment: world.environment}, event => {
		if (event.type === 'noted' && event.text.startsWith('kube-apiserver is')) {
			stop.abort(new SingleKubeError('INTERRUPTED', 'a test'));
		}
	}, stop.signal), {code: 'INTERRUPTED'});
	const warned: string[] = [];
	await startCluster({name, environment: world.environment}, event => {
		if (event.type === 'warned') {
			warned.push(event.text);
		}
	});
	t.regex(warned.join('\n'), /an upgrade from 1\.20\.3 to 1\.20\.4 was interrupted/);
	t.regex(await world.kubectl('get', '--raw', '/version'), /v1\.20\.4/);
	await t.throwsAsync(startCluster({name, environment: world.environment, binaries}), {code: 'UPGRADE_UNFINISHED'});
	const {to} = await upgradeCluster({name, environment: world.environment});
	t.is(to, '1.20.4');
	t.is((await clusterStatus({name})).spec?.kubernetesVersion, '1.20.4');
	t.is(await world.kubectl('get', 'deployment', 'web', '-o', 'jsonpath={.status.readyReplicas}'), '3');
});

test.serial('or it is taken back', async t => {
	const binaries = await stamp(await compiledPrograms(), '1.20.5');
	const [stop, pods] = [new AbortController(), await podContainers()];
	await t.throwsAsync(upgradeCluster({name, binaries, environment: world.environment}, event => {
		if (event.type === 'noted' && event.text.startsWith('kube-apiserver is')) {
			stop.abort(new SingleKubeError('INTERRUPTED', 'a test'));
		}
	}, stop.signal), {code: 'INTERRUPTED'});
	const {to, steps} = await rollBackUpgrade({name, environment: world.environment});
	t.is(to, '1.20.4');
	t.true(steps.includes('kube-apiserver'));
	t.regex(await world.kubectl('get', '--raw', '/version'), /v1\.20\.4/);
	t.deepEqual((await startCluster({name, environment: world.environment})).plan, []);
	t.deepEqual(await podContainers(), pods);
	await t.throwsAsync(rollBackUpgrade({name, environment: world.environment}), {code: 'UPGRADE_UNFINISHED'});
});
