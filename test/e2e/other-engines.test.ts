/**
 * A cluster's life on engines of another age than the machine's own: that of Debian's stable release; and with
 * SINGLE_KUBE_TEST_ENGINES=all the same on cgroup v2, and Debian's newest with each of its two image stores.
 */
import {existsSync, readdirSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import test from 'ava';
import {execa} from 'execa';
import {buildImage} from '../../src/engine/images.ts';
import {engineInfo} from '../../src/engine/info.ts';
import {unixEngine} from '../../src/engine/unix-engine.ts';
import {ensureImages} from '../../src/images/ensure-images.ts';
import {debianSource} from '../../src/images/sources/debian.ts';
import {addonNames} from '../../src/plan/addons.ts';
import {eventually, kubectl, testHome} from '../helpers/cluster.ts';
import {copyImages} from '../helpers/copy-images.ts';
import {testEngineSocket} from '../helpers/engine.ts';
import {type OtherEngine, startOtherEngine, type Suite} from '../helpers/other-engine.ts';

const name = 'e2e-other-engines';

type Wanted = {readonly title: string; readonly suite: Suite; readonly version: RegExp; readonly containerdImageStore: boolean; readonly cgroups?: 'v2'};

/** What does not change under the tests: Debian's stable release. */
const stable: readonly Wanted[] = [{title: 'Docker of trixie', suite: 'trixie', version: /^26\.1\./, containerdImageStore: false}];
const others: readonly Wanted[] = [
	{title: 'Docker of trixie on cgroup v2', suite: 'trixie', version: /^26\.1\./, containerdImageStore: false, cgroups: 'v2'},
	{title: 'Docker of sid', suite: 'sid', version: /^(2[89]|[3-9]\d)\./, containerdImageStore: false},
	{title: 'Docker of sid with the containerd image store', suite: 'sid', version: /^(2[89]|[3-9]\d)\./, containerdImageStore: true},
];
const wanted = process.env['SINGLE_KUBE_TEST_ENGINES'] === 'all' ? [...stable, ...others] : stable;

let references: string[];
let environment: NodeJS.ProcessEnv;
let nginx: string;

test.before(async () => {
	environment = await testHome();
	const images = await ensureImages(unixEngine(testEngineSocket(), 'the tests'), {source: debianSource, install: true, addons: addonNames});
	references = Object.values(images).map(({reference}) => reference);
	nginx = images.nginx.reference;
});

test.after.always(async () => {
	await rm(environment['HOME']!, {recursive: true, force: true});
});

for (const {title, suite, version, containerdImageStore, cgroups} of wanted) {
	let other: OtherEngine;

	/** The command line, in the engine's network. */
	const cli = async (...args: readonly string[]): Promise<string> => {
		const [enter, ...words] = [...other.inItsNetwork, process.execPath, 'bin/single-kube.js', '--name', name, ...args];
		const {stdout} = await execa(enter!, words, {env: {...environment, DOCKER_HOST: `unix://${other.socketPath}`}, timeout: 180_000});
		return stdout;
	};

	const container = (component: string) => other.engine.docker.getContainer(`sk-${name}-${component}`).inspect();

	test.serial(`${title}: it is what it should be, and a cluster starts from images that were made elsewhere`, async t => {
		other = await startOtherEngine(suite, {features: {'containerd-snapshotter': containerdImageStore}}, cgroups);
		const info = await engineInfo(other.engine);
		t.regex(info.version, version);
		t.like(info, {containerdImageStore, isLocal: true, rootDir: '/var/lib/docker', ...(cgroups === 'v2' ? {cgroupVersion: 2} : {})});
		await copyImages(testEngineSocket(), other.socketPath, references);
		t.regex(await cli('start', '--no-install', '--source', 'debian'), new RegExp(`The cluster ${name} runs`));
		t.is(await cli('start', '--dry-run').then(said => /build |create-|replace/.exec(said)?.[0]), undefined, 'a second start would change something');
	});

	test.serial(`${title}: the smoke test passes`, async t => {
		t.regex(await cli('test'), /\b(\d+) of \1 checks passed/);
	});

	test.serial(`${title}: a component that is killed comes back`, async t => {
		const {State: before} = await container('kube-scheduler');
		await other.engine.docker.getContainer(`sk-${name}-kube-scheduler`).kill();
		await eventually(t, 'it runs again', async () => {
			const {State: now} = await container('kube-scheduler');
			return now.Running && now.StartedAt !== before.StartedAt;
		});
	});

	test.serial(`${title}: an image that was just built runs in a pod, and no registry has it`, async t => {
		await buildImage(other.engine, {
			reference: 'just-built', labels: {}, arguments: {},
			files: [{path: 'Dockerfile', content: Buffer.from(`FROM ${nginx}\nRUN echo built here > /word\nCMD ["sh", "-c", "cat /word; exec sleep 3600"]\n`), executable: false}],
		}, () => undefined, AbortSignal.timeout(60_000));
		await kubectl(other.engine, name, ['run', 'app', '--image', 'just-built']);
		await eventually(t, 'it says its word', async () => {
			const log = await kubectl(other.engine, name, ['logs', 'app']);
			return log === 'built here' || log;
		});
		t.is(await kubectl(other.engine, name, ['get', 'pod', 'app', '-o', 'jsonpath={.spec.containers[0].imagePullPolicy}']), 'Always');
		t.is(await kubectl(other.engine, name, ['exec', 'app', '--', 'cat', '/word']), 'built here');
	});

	test.serial(`${title}: what was stopped starts again with what it had`, async t => {
		await cli('stop');
		t.deepEqual((await other.engine.docker.listContainers()).map(({Names}) => Names[0]), []);
		await cli('start');
		await eventually(t, 'the pod runs again', async () => {
			const ready = await kubectl(other.engine, name, ['get', 'pod', 'app', '-o', 'jsonpath={.status.conditions[?(@.type=="Ready")].status}']);
			return ready === 'True' || ready;
		});
	});

	test.serial(`${title}: delete leaves nothing`, async t => {
		await cli('delete');
		const {docker} = other.engine;
		t.deepEqual((await docker.listContainers({all: true})).map(({Names}) => Names[0]), []);
		t.deepEqual((await docker.listVolumes()).Volumes.map(({Name}) => Name), []);
		t.deepEqual((await docker.listNetworks()).map(({Name}) => Name).toSorted(), ['bridge', 'host', 'none']);
		t.deepEqual(readdirSync(other.stateDirectory), []);
		t.deepEqual(other.mounts().filter(line => line.includes(name)), []);
		t.deepEqual(readdirSync('/sys/fs/cgroup').filter(top => existsSync(`/sys/fs/cgroup/${top}/single-kube/${name}`)), []);
	});

	test.serial(`${title}: the engine ends, and nothing of it stays on this machine`, async t => {
		await t.notThrowsAsync(other.stop());
	});

	test.after.always(async () => {
		await other?.stop();
	});
}
