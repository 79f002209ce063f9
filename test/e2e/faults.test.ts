import {fileURLToPath} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import {execa, type Result} from 'execa';
import {componentContainer} from '../../src/engine/component-container.ts';
import {killContainer, pauseContainer, unpauseContainer} from '../../src/engine/containers.ts';
import {execInContainer} from '../../src/engine/exec.ts';
import {readFaults} from '../../src/engine/fault-marks.ts';
import {labelledContainers} from '../../src/engine/labelled.ts';
import {createVolume} from '../../src/engine/networks.ts';
import {faultVolume} from '../../src/faults/fault.ts';
import {addFault, clearFaults, clusterReport, type FaultSpec, startCluster, stopCluster} from '../../src/index.ts';
import {eventually, openCluster, type TestCluster} from '../helpers/cluster.ts';

const name = 'e2e-faults';
const program = fileURLToPath(new URL('../../bin/single-kube.js', import.meta.url));
let world: TestCluster;

const run = async (...args: readonly string[]): Promise<Result<{reject: false}>> =>
	execa(program, ['--name', name, ...args], {reject: false, stdin: 'ignore', env: world.environment, timeout: 120_000});
const seen = async (component: string): ReturnType<typeof componentContainer> => componentContainer(world.cluster.engine, name, component);
const faults = async (): Promise<string[]> => (await readFaults(world.cluster.engine, name)).map(({component, kind}) => `${component} ${kind}`);
/** From the kubectl container, by the address that a component has on the cluster's network. */
const answers = async (address: string): Promise<boolean> =>
	(await execInContainer(world.cluster.engine, `sk-${name}-kubectl`, ['curl', '--silent', '--insecure', '--max-time', '2', '--output', '/dev/null', address])).exitCode === 0;
const well = async (t: ExecutionContext): Promise<void> => eventually(t, 'the cluster is well', async () => {
	const {state, troubles} = await clusterReport({name});
	return state === 'running' || JSON.stringify(troubles);
});

test.before(async () => {
	world = await openCluster(name);
});

test.after.always(async () => {
	await world?.remove();
});

test.serial('what is broken is told with what to expect, seen in the engine, named as the root cause, and put back', async t => {
	const added = await run('fault', 'add', 'scheduler', 'pause', '-o', 'json');
	t.is(added.exitCode, 0, added.stderr);
	const {component, kind, expect, undo} = JSON.parse(added.stdout) as Record<string, string>;
	t.deepEqual([component, kind, undo], ['kube-scheduler', 'pause', `single-kube --name ${name} fault clear scheduler pause`]);
	t.regex(expect ?? '', /^New pods stay Pending/);
	t.is((await seen('kube-scheduler'))?.state, 'paused');
	const status = await run('status');
	t.is(status.exitCode, 3);
	t.regex(status.stdout, /fault of the fault lab: paused .* ago/);
	t.regex(status.stdout, new RegExp(`Next: single-kube --name ${name} fault clear scheduler`));
	t.regex((await run('fault', 'list')).stdout, /^COMPONENT +FAULT +AGE +LEFT +EXPECT\nkube-scheduler +pause/);
	const cleared = await run('fault', 'clear', 'scheduler');
	t.is(cleared.stdout, 'kube-scheduler is no longer paused');
	t.is((await seen('kube-scheduler'))?.state, 'running');
	t.deepEqual(await faults(), []);
	await well(t);
});

test.serial('what makes no sense is refused before anything is broken', async t => {
	const refused = await run('fault', 'add', 'kubelet', 'cut');
	t.is(refused.exitCode, 2);
	t.regex(refused.stderr, /fault add node cut/);
	t.is((await run('fault', 'add', 'scheduler', 'puase')).exitCode, 2);
	t.is((await run('fault', 'clear', 'nobody')).exitCode, 2);
	t.is((await run('fault', 'clear')).exitCode, 0);
	t.deepEqual(await faults(), []);
});

test.serial('killed and stopped components stay away while others come back, and run when the faults are cleared', async t => {
	await addFault('scheduler', {kind: 'kill'}, {}, {name});
	await addFault('kube-proxy', {kind: 'stop'}, {}, {name});
	const second = await run('fault', 'add', 'scheduler', 'limit-cpu', '0.2');
	t.is(second.exitCode, 3);
	t.regex(second.stderr, /fault clear scheduler kill/);
	// Another one crashes, so that the supervisor has looked at the cluster since.
	t.is((await run('kill', 'metrics-server', '--wait')).exitCode, 0);
	t.is((await seen('kube-scheduler'))?.state, 'exited');
	t.is((await seen('kube-proxy@node-1'))?.state, 'exited');
	t.is((await clearFaults({}, {name})).length, 2);
	t.is((await seen('kube-scheduler'))?.state, 'running');
	t.is((await seen('kube-proxy@node-1'))?.state, 'running');
	await well(t);
});

test.serial('a component that is cut off answers nobody, and afterwards has its address, its routes and its published port', async t => {
	const route = async (container: string): Promise<string> => (await execInContainer(world.cluster.engine, `sk-${name}-${container}`, ['busybox', 'ip', 'route'])).stdout.split('\n').sort().join('\n');
	const before = [await route('kube-apiserver'), await route('node-1')];
	await addFault('node', {kind: 'cut'}, {}, {name});
	await addFault('apiserver', {kind: 'cut'}, {}, {name});
	t.is((await seen('kube-apiserver'))?.state, 'running');
	t.false(await answers('https://kube-apiserver:6443/version'));
	await clearFaults({}, {name});
	t.deepEqual([await route('kube-apiserver'), await route('node-1')], before);
	t.true(await answers('https://kube-apiserver:6443/version'));
	t.is((await run('kubectl', 'get', 'nodes')).exitCode, 0);
	await well(t);
});

test.serial('a component that is delayed answers later, and as before when it is no longer', async t => {
	const seconds = async (): Promise<number> => Number((await execInContainer(world.cluster.engine, `sk-${name}-kubectl`, [
		'curl', '--silent', '--insecure', '--max-time', '20', '--output', '/dev/null', '--write-out', '%{time_total}', 'https://kube-controller-manager:10257/healthz',
	])).stdout);
	await addFault('controller-manager', {kind: 'latency', milliseconds: 1000, jitter: 0}, {}, {name});
	const late = await seconds();
	t.true(late >= 1, `${late} s`);
	await clearFaults({component: 'controller-manager', kind: 'latency'}, {name});
	await eventually(t, 'it answers at once', async () => {
		const taken = await seconds();
		return (taken > 0 && taken < 1) || `${taken} s`;
	});
	await well(t);
});

test.serial('limits are those of the engine, several faults are one component\'s, and afterwards there are none', async t => {
	const specs: readonly FaultSpec[] = [{kind: 'limit-cpu', cores: 0.5}, {kind: 'limit-memory', bytes: 512 * 1024 ** 2}, {kind: 'limit-cpu', cores: 0.25}];
	for (const spec of specs) {
		await addFault('controller-manager', spec, {}, {name});
	}

	const {cores, memoryBytes} = (await seen('kube-controller-manager'))!;
	t.deepEqual({cores, memoryBytes}, {cores: 0.25, memoryBytes: 512 * 1024 ** 2});
	t.deepEqual(await faults(), ['kube-controller-manager limit-memory', 'kube-controller-manager limit-cpu']);
	// Less than it uses: on cgroup v1 it is ended and started under the limit, on v2 the kernel ends it.
	const {startedAt} = (await seen('metrics-server'))!;
	await addFault('metrics-server', {kind: 'limit-memory', bytes: 8 * 1024 ** 2}, {}, {name});
	await eventually(t, 'it was started again', async () => ((await seen('metrics-server'))?.startedAt ?? 0) > startedAt);
	await clearFaults({}, {name});
	for (const component of ['kube-controller-manager', 'metrics-server']) {
		const after = await seen(component);
		t.deepEqual({cores: after?.cores, memoryBytes: after?.memoryBytes}, {cores: undefined, memoryBytes: undefined}, component);
	}

	await well(t);
});

test.serial('the agent ends a fault when its time is over, though nobody looks, and cuts off again what was started anew', async t => {
	await addFault('dns', {kind: 'cut'}, {}, {name});
	await addFault('scheduler', {kind: 'kill'}, {forMs: 1000}, {name});
	await killContainer(world.cluster.engine, `sk-${name}-dns`);
	const links = async (): Promise<string> => (await execInContainer(world.cluster.engine, `sk-${name}-dns`, ['busybox', 'ip', 'link', 'show', 'eth0'])).stdout;
	await eventually(t, 'it is started and cut off again', async () => (await seen('dns'))?.state === 'running' && /state DOWN|<BROADCAST,MULTICAST/.test(await links()) && !/[<,]UP[,>]/.test(await links()));
	await eventually(t, 'the scheduler is back', async () => (await seen('kube-scheduler'))?.state === 'running' && (await faults()).join() === 'dns cut');
	await clearFaults({}, {name});
	await well(t);
});

test.serial('who brings a component back ends the fault that kept it down', async t => {
	await addFault('scheduler', {kind: 'stop'}, {}, {name});
	t.is((await run('start', 'scheduler')).exitCode, 0);
	t.deepEqual(await faults(), []);
	t.is((await seen('kube-scheduler'))?.state, 'running');
});

test.serial('a crash of whoever breaks a component leaves a mark, by which it is put back also while the agent stands still', async t => {
	// What is left of a command that ended between the mark and the deed, and between the deed and its end.
	await createVolume(world.cluster.engine, faultVolume(name, {kind: 'cut', component: 'kube-scheduler', since: Date.now(), until: undefined}));
	await addFault('controller-manager', {kind: 'kill'}, {}, {name});
	await pauseContainer(world.cluster.engine, `sk-${name}-agent`);
	const cleared = await run('fault', 'clear');
	await unpauseContainer(world.cluster.engine, `sk-${name}-agent`);
	t.is(cleared.exitCode, 0, cleared.stderr);
	t.is((await seen('kube-controller-manager'))?.state, 'running');
	t.deepEqual(await faults(), []);
	await well(t);
});

test.serial('a stop clears all faults, and the next start has none', async t => {
	await addFault('controller-manager', {kind: 'limit-memory', bytes: 512 * 1024 ** 2}, {}, {name});
	await addFault('dns', {kind: 'pause'}, {}, {name});
	await addFault('metrics-server', {kind: 'latency', milliseconds: 50, jitter: 0}, {}, {name});
	await addFault('scheduler', {kind: 'kill'}, {}, {name});
	await stopCluster({name, environment: world.environment});
	t.deepEqual(await faults(), []);
	t.deepEqual(await labelledContainers(world.cluster.engine, name, 'fault'), []);
	await startCluster({name, environment: world.environment});
	t.is((await seen('kube-controller-manager'))?.memoryBytes, undefined);
	t.is((await seen('dns'))?.state, 'running');
	await well(t);
});
