import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {execa, type Result} from 'execa';
import {pauseContainer} from '../../src/engine/containers.ts';
import {containerSettings, containerState} from '../../src/engine/inspect.ts';
import {observe} from '../../src/engine/observe.ts';
import {sampleUsage, usageBetween} from '../../src/engine/stats.ts';
import {clusterStatus, pauseCluster, startComponents, stopComponents, unpauseCluster} from '../../src/index.ts';
import {applyManifest, eventually, fetchPage, openCluster, type TestCluster, webManifest} from '../helpers/cluster.ts';

const name = 'e2e-components';
const program = fileURLToPath(new URL('../../bin/single-kube.js', import.meta.url));
let world: TestCluster;

const run = async (...args: readonly string[]): Promise<Result<{reject: false}>> =>
	execa(program, ['--name', name, ...args], {reject: false, stdin: 'ignore', env: world.environment, timeout: 300_000});
const container = (component: string): string => `sk-${name}-${component}`;
const startedAt = async (component: string): Promise<number> => (await containerState(world.cluster.engine, container(component))).startedAt;
const podsReady = async (wanted = '2'): Promise<boolean | string> => {
	const ready = await world.kubectl('get', 'deployment', 'web', '-o', 'jsonpath={.status.readyReplicas}');
	return ready === wanted || `ready pods: ${ready}`;
};

test.before(async () => {
	world = await openCluster(name);
	await applyManifest(world.cluster.engine, name, webManifest(world.cluster.images['nginx']!));
});

test.after.always(async () => {
	await world?.remove();
});

test.serial('a component that is stopped says what breaks without it, stays away, and is started again', async t => {
	await eventually(t, 'both pods are ready', podsReady);
	const stopped = await run('stop', 'scheduler', '-o', 'json');
	t.is(stopped.exitCode, 0, stopped.stderr);
	t.deepEqual((JSON.parse(stopped.stdout) as {components: object[]}).components, [{component: 'kube-scheduler', container: container('kube-scheduler'), state: 'exited', held: true}]);
	t.regex(stopped.stderr, /without kube-scheduler: New pods stay Pending/);
	// Another one crashes, so that the supervisor has looked at the cluster since.
	const killed = await run('kill', 'controller-manager', '--wait');
	t.is(killed.exitCode, 0, killed.stderr);
	t.regex(killed.stdout, /^kube-controller-manager runs/);
	t.is((await run('status')).exitCode, 3);
	t.false((await containerState(world.cluster.engine, container('kube-scheduler'))).running);
	const {components} = await startComponents(['kube-scheduler'], {name});
	t.deepEqual(components.map(({state, held}) => ({state, held})), [{state: 'running', held: false}]);
	t.is((await run('status')).exitCode, 0);
});

type Way = {readonly state: string; readonly steps: ReadonlyArray<{readonly id: string; readonly state: string; readonly exact: boolean; readonly sinceMilliseconds?: number; readonly says: string; readonly details: ReadonlyArray<{readonly text: string; readonly milliseconds?: number}>}>};
const wayThere = ['admitted', 'stored', 'scheduled', 'taken', 'sandbox', 'network', 'image', 'started', 'ready', 'terminating', 'stopped'];

test.serial('a pod that is followed passes every stage in order, there and back, each with its time', async t => {
	const {exitCode, stdout, stderr} = await run('follow', '--run', world.cluster.images['nginx']!, '-o', 'json');
	t.is(exitCode, 0, String(stderr));
	const {state, steps} = JSON.parse(String(stdout)) as Way;
	t.is(state, 'gone');
	t.deepEqual(steps.slice(0, wayThere.length).map(({id}) => id), wayThere);
	t.true(steps.some(({id}) => id === 'deleted'));
	t.true(steps.every(step => step.state === 'done' && step.exact), JSON.stringify(steps));
	const since = steps.map(({sinceMilliseconds}) => sinceMilliseconds!);
	t.deepEqual(since, since.toSorted((a, b) => a - b));
	t.regex(steps[1]!.says, /^etcd keeps it at \/registry\/pods\/default\/follow-\w+, since revision \d+: \d+ bytes/);
	t.regex(steps[4]!.details.map(({text}) => text).join(), /^POST \/containers\/create.*,POST \/containers\/\w+\/start$/);
	t.is(await world.kubectl('get', 'pods', '--selector', 'app.kubernetes.io/managed-by=single-kube', '-o', 'name'), '');
});

test.serial('a pod that is followed waits for a scheduler that is stopped, and says so', async t => {
	await stopComponents(['kube-scheduler'], {name});
	const follow = execa(program, ['follow', '--run', world.cluster.images['nginx']!, '--name', name], {reject: false, stdin: 'ignore', env: world.environment, timeout: 120_000});
	let said = '';
	for await (const line of createInterface({input: follow.stdout!})) {
		said += `${line}\n`;
		if (line.includes('it waits for the scheduler: kube-scheduler is stopped on purpose')) {
			t.notRegex(said, / scheduled /);
			await startComponents(['kube-scheduler'], {name});
		}
	}

	const {exitCode} = await follow;
	t.is(exitCode, 0, said);
	t.regex(said, /waits for the scheduler: kube-scheduler is stopped on purpose[\S\s]*kube-scheduler +scheduled[\S\s]* ready[\S\s]*is gone/);
});

test.serial('the next pod of a deployment is followed until it is deleted', async t => {
	const follow = execa(program, ['follow', 'deployment/web', '--until', 'deleted', '--name', name], {reject: false, stdin: 'ignore', env: world.environment, timeout: 120_000});
	for await (const line of createInterface({input: follow.stderr!})) {
		if (line === 'Waiting for the next pod of the Deployment web in default') {
			break;
		}
	}

	await world.kubectl('scale', 'deployment/web', '--replicas=3');
	let pod = '';
	let said = '';
	for await (const line of createInterface({input: follow.stdout!})) {
		said += `${line}\n`;
		pod ||= /^The pod default\/(web-\S+?),/.exec(line)?.[1] ?? '';
		if (/ ready( |$)/.test(line) && !said.includes('deletion asked for')) {
			await world.kubectl('delete', 'pod', pod, '--wait=false');
		}
	}

	t.is((await follow).exitCode, 0, said);
	t.regex(said, /for the ReplicaSet web-\S+, which is of the Deployment web[\S\s]* ready[\S\s]*deletion asked for[\S\s]*is gone/);
	await world.kubectl('scale', 'deployment/web', '--replicas=2');
	await eventually(t, 'two pods again, and nothing of a third', async () => {
		const pods = (await world.kubectl('get', 'pods', '-l', 'app=web', '-o', 'name')).split('\n');
		return pods.length === 2 ? podsReady() : pods.join(', ');
	});
});

test.serial('one that needs what is stopped is started without waiting; together they are waited for', async t => {
	await stopComponents(['etcd', 'kube-apiserver', 'kube-scheduler'], {name});
	const alone = await run('start', 'kube-scheduler');
	t.is(alone.exitCode, 0, alone.stderr);
	t.regex(alone.stderr, /kube-scheduler was started and cannot be ready yet: it needs .*kube-apiserver/);
	const both = await run('start', 'apiserver', 'etcd');
	t.is(both.exitCode, 0, both.stderr);
	t.is(await world.kubectl('get', '--raw', '/readyz'), 'ok');
});

test.serial('a restart gives the component a new start and leaves the others and the pods alone', async t => {
	const before = {kubelet: await startedAt('node-1-kubelet'), etcd: await startedAt('etcd')};
	const pods = await world.kubectl('get', 'pods', '-l', 'app=web', '-o', 'jsonpath={.items[*].metadata.uid}{.items[*].status.containerStatuses[*].restartCount}');
	const restarted = await run('restart', 'kubelet');
	t.is(restarted.exitCode, 0, restarted.stderr);
	t.true(await startedAt('node-1-kubelet') > before.kubelet);
	t.is(await startedAt('etcd'), before.etcd);
	await eventually(t, 'both pods are ready', podsReady);
	t.is(await world.kubectl('get', 'pods', '-l', 'app=web', '-o', 'jsonpath={.items[*].metadata.uid}{.items[*].status.containerStatuses[*].restartCount}'), pods);
});

test.serial('flags are set live: in effect and remembered, refused before anything is touched, or taken back with the component\'s last words', async t => {
	const {engine} = world.cluster;
	await eventually(t, 'both pods are ready', podsReady);
	const pods = await world.kubectl('get', 'pods', '-l', 'app=web', '-o', 'jsonpath={.items[*].metadata.uid}{.items[*].status.containerStatuses[*].restartCount}');
	const before = {etcd: await startedAt('etcd'), scheduler: await startedAt('kube-scheduler')};
	const set = await run('set', 'apiserver', '--v=4', '-o', 'json');
	t.is(set.exitCode, 0, set.stderr);
	t.like(JSON.parse(set.stdout), {cluster: name, component: 'kube-apiserver', flags: [{flag: '--v', after: '4'}], containers: [container('kube-apiserver'), container('component-status')]});
	t.true((await containerSettings(engine, container('kube-apiserver'))).command.includes('--v=4'));
	await eventually(t, 'it says more than before', async () => (await run('logs', 'kube-apiserver')).stdout.includes('FLAG: --v="4"') || 'no such line');
	t.is((await run('start', '--dry-run')).stdout, 'nothing to do: everything is as it should be');
	t.regex((await run('set')).stdout, /^kube-apiserver +--v +4$/m);

	const unknown = await run('set', 'scheduler', '--kube-api-qqs=5');
	t.is(unknown.exitCode, 2);
	t.regex(unknown.stderr, /OPTION_INVALID: kube-scheduler does not take --kube-api-qqs=5: unknown flag[\s\S]*Did you mean --kube-api-qps\?/);
	const needed = await run('set', 'scheduler', '--kubeconfig=/nowhere');
	t.regex(needed.stderr, /OPTION_INVALID: kube-scheduler needs --kubeconfig as it is/);
	t.is(await startedAt('kube-scheduler'), before.scheduler);

	// Known to the program, and no address of its container.
	const dies = await run('set', 'scheduler', '--bind-address=192.0.2.1');
	t.is(dies.exitCode, 1);
	t.regex(dies.stderr, /COMPONENT_ROLLED_BACK: kube-scheduler of e2e-components is again what it was, because it does not run with --bind-address=192\.0\.2\.1[\s\S]*failed to listen on 192\.0\.2\.1/);
	t.false((await containerSettings(engine, container('kube-scheduler'))).command.some(word => word.startsWith('--bind-address')));
	t.is((await run('status')).exitCode, 0);
	t.is(await startedAt('etcd'), before.etcd);
	t.is(await world.kubectl('get', 'pods', '-l', 'app=web', '-o', 'jsonpath={.items[*].metadata.uid}{.items[*].status.containerStatuses[*].restartCount}'), pods);
});

const refused: ReadonlyArray<readonly [title: string, args: readonly string[], exitCode: number, expected: RegExp]> = [
	['the agent, whose guard would start it, is not stopped', ['stop', 'agent'], 2, /COMPONENT_ACTION_REFUSED[\s\S]*single-kube kill agent/],
	['the holder of a node is not stopped', ['stop', 'node'], 2, /COMPONENT_ACTION_REFUSED[\s\S]*single-kube stop kubelet@node-1 kube-proxy@node-1/],
	['a typing mistake gets the nearest component', ['restart', 'etdc'], 2, /COMPONENT_UNKNOWN[\s\S]*Did you mean etcd/],
	['a signal that there is not is an error', ['kill', 'etcd', '--signal', 'NO'], 2, /OPTION_INVALID/],
];
for (const [title, args, exitCode, expected] of refused) {
	test.serial(title, async t => {
		const result = await run(...args);
		t.is(result.exitCode, exitCode, result.stderr);
		t.regex(result.stderr, expected);
	});
}

test.serial('a paused cluster takes no processor time; its pods go on where they were, and nobody took the node for dead', async t => {
	const {engine} = world.cluster;
	// What somebody had paused before stays so.
	await pauseContainer(engine, container('component-status'));
	const uids = await world.kubectl('get', 'pods', '-l', 'app=web', '-o', 'jsonpath={.items[*].metadata.uid}{.items[*].status.containerStatuses[*].restartCount}');
	t.is((await run('pause')).exitCode, 0);
	t.is((await clusterStatus({name})).state, 'paused');
	t.deepEqual(await pauseCluster({name}), []);
	const before = await sampleUsage(engine, name);
	const refused = await run('stop', 'etcd');
	t.is(refused.exitCode, 3);
	t.regex(refused.stderr, /single-kube unpause/);
	const used = usageBetween(before, await sampleUsage(engine, name));
	t.true(used.length > 10);
	t.deepEqual(used.filter(({cpuPercent}) => cpuPercent > 0), []);

	const unpaused = await run('unpause');
	t.is(unpaused.exitCode, 0, unpaused.stderr);
	t.is(await world.kubectl('get', 'nodes', '-o', 'jsonpath={.items[*].status.conditions[?(@.type=="Ready")].status}'), 'True');
	t.true((await fetchPage(world.cluster)).includes('Welcome to nginx!'));
	t.is(await world.kubectl('get', 'pods', '-l', 'app=web', '-o', 'jsonpath={.items[*].metadata.uid}{.items[*].status.containerStatuses[*].restartCount}'), uids);
	t.deepEqual((await observe(engine, name)).containers.filter(({state}) => state === 'paused').map(({component}) => component), ['component-status']);
	t.is((await run('unpause', 'component-status')).exitCode, 0);
	t.is((await clusterStatus({name})).state, 'running');
	t.deepEqual(await unpauseCluster({name}), []);
});

test.serial('a log is followed over a crash of its component', async t => {
	const child = execa(program, ['--name', name, 'logs', 'kubectl', 'kube-scheduler', '-f', '--tail', '1', '-o', 'json'], {reject: false, stdin: 'ignore', env: world.environment, buffer: false});
	const lines: Array<{component: string; time: string; line: string}> = [];
	createInterface({input: child.stdout}).on('line', line => lines.push(JSON.parse(line) as (typeof lines)[number]));
	await eventually(t, 'it follows', async () => lines.length > 0);
	const before = lines.length;
	await run('kill', 'kube-scheduler');
	await eventually(t, 'the new start has written its first lines', async () => lines.slice(before).some(({line}) => line.includes('Serving securely on')));
	child.kill('SIGINT');
	t.is((await child).exitCode, 130);
	t.is(new Set(lines.map(({time, line}) => time + line)).size, lines.length, 'none came twice');
	const previous = await run('logs', 'kube-scheduler', '--previous', '-t');
	const current = await run('logs', 'kube-scheduler', '-t');
	t.true(current.stdout.startsWith(previous.stdout) && current.stdout.length > previous.stdout.length);
});

test.serial('exported logs have every component and every pod, no secret, and say what could not be had', async t => {
	const directory = await mkdtemp(path.join(tmpdir(), 'sk-logs-'));
	try {
		await world.kubectl('create', 'secret', 'generic', 'db', '--from-literal=password=hunter2-hunter2');
		const exported = await run('export-logs', directory, '-o', 'json');
		t.is(exported.exitCode, 0, exported.stderr);
		const {files, missing} = JSON.parse(exported.stdout) as {files: string[]; missing: unknown[]};
		t.deepEqual(missing, []);
		for (const file of ['components/etcd/log.txt', 'components/kubelet@node-1/inspect.json', 'components/agent/config.yaml', 'engine/events.jsonl', 'kubernetes/pods.yaml', 'kubernetes/secrets.yaml', 'status.json']) {
			t.true(files.includes(file), file);
		}

		t.is(files.filter(file => /^pods\/default_web-.*\/nginx\/0\.log$/.test(file)).length, 2);
		const texts = await Promise.all((await readdir(directory, {recursive: true, withFileTypes: true})).filter(entry => entry.isFile()).map(async entry => readFile(path.join(entry.parentPath, entry.name), 'utf8')));
		const secret = /PRIVATE KEY-----|hunter2-hunter2|aHVudGVyMi1odW50ZXIy|eyJhbGciOi[\w-]{10}/;
		t.deepEqual(texts.flatMap(text => secret.exec(text)?.[0] ?? []), []);

		await stopComponents(['kube-apiserver'], {name});
		const without = await run('export-logs', path.join(directory, 'without.tar.gz'), '-o', 'json');
		t.is(without.exitCode, 0, without.stderr);
		const second = JSON.parse(without.stdout) as {files: string[]; missing: Array<{path: string}>};
		t.deepEqual(second.missing.map(({path}) => path), ['kubernetes/']);
		t.true(second.files.includes('errors.txt'));
		t.true(second.files.includes('components/kube-apiserver/log.txt'));
	} finally {
		await rm(directory, {recursive: true, force: true});
	}
});

test.serial('a paused cluster is restarted, and a start lets one go on', async t => {
	await startComponents(['kube-apiserver'], {name});
	await pauseCluster({name});
	const restarted = await run('restart');
	t.is(restarted.exitCode, 0, restarted.stderr);
	t.is((await clusterStatus({name})).state, 'running');
	await eventually(t, 'both pods are ready', podsReady);
	await pauseCluster({name});
	const refused = await run('kubectl', 'get', 'nodes');
	t.is(refused.exitCode, 3);
	t.regex(refused.stderr, /CLUSTER_NOT_RUNNING[\s\S]*single-kube unpause/);
	const started = await run('start');
	t.is(started.exitCode, 0, started.stderr);
	t.is((await clusterStatus({name})).state, 'running');
	// What deletes it afterwards deletes a paused one.
	await pauseCluster({name});
});
