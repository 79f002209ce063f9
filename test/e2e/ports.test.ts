import {createServer, type Server} from 'node:net';
import test, {type ExecutionContext} from 'ava';
import {killContainer} from '../../src/engine/containers.ts';
import {observe} from '../../src/engine/observe.ts';
import {addPorts, listPorts, removePorts, type SingleKubeError, startCluster, stopCluster} from '../../src/index.ts';
import {parsePortPattern, parseWantedPort} from '../../src/plan/ports.ts';
import {applyManifest, eventually, openCluster, type TestCluster, webManifest} from '../helpers/cluster.ts';

const name = 'e2e-ports';
const signal = new AbortController().signal;
let world: TestCluster;

const page = async (port: number): Promise<string> => {
	const response = await fetch(`http://127.0.0.1:${port}/`, {signal: AbortSignal.timeout(2000), headers: {connection: 'close'}});
	return response.text();
};
const answers = async (t: ExecutionContext, port: number): Promise<void> =>
	eventually(t, `nginx at port ${port}`, async () => (await page(port)).includes('Welcome to nginx!'));
const add = async (...texts: string[]): Promise<unknown> => addPorts(texts.map(text => parseWantedPort(text)), {name});
const remove = async (...texts: string[]): Promise<unknown> => removePorts(texts.map(text => parsePortPattern(text)), {name});
const hostPorts = async (): Promise<number[]> => (await listPorts({name}, signal)).map(({hostPort}) => hostPort);
/** What the engine has of ports: containers and volumes, by name. */
const traces = async (): Promise<string[]> => {
	const {containers, volumes} = await observe(world.cluster.engine, name);
	return [...containers, ...volumes].map(({name: found}) => found).filter(found => found.startsWith(`sk-${name}-port-`)).sort();
};

test.before(async () => {
	world = await openCluster(name, 'auto', {ports: ['28180:30080']});
	await applyManifest(world.cluster.engine, name, webManifest(world.cluster.images['nginx']!));
});

test.after.always(async () => {
	await world?.remove();
});

test.serial('a port that was given to start leads to the node port', async t => {
	await answers(t, 28_180);
});

test.serial('a port is added to a running cluster, and nothing else of it is touched', async t => {
	const before = await observe(world.cluster.engine, name);
	await add('28181:30080');
	await answers(t, 28_181);
	const after = await observe(world.cluster.engine, name);
	t.deepEqual(after.containers.filter(({component}) => component !== 'port-28181').sort((a, b) => a.id.localeCompare(b.id)), before.containers.slice().sort((a, b) => a.id.localeCompare(b.id)));
	t.deepEqual(await add('28181:30080'), [], 'adding it again is no news');
});

test.serial('a port may name a Service instead of its node port', async t => {
	await add('28182:web');
	await answers(t, 28_182);
	await t.throwsAsync(add('28183:wbe'), {code: 'SERVICE_UNKNOWN'});
	await t.throwsAsync(add('28183:kubernetes'), {code: 'SERVICE_NOT_EXPOSED', message: /is a ClusterIP and has no node port/});
});

test.serial('a port that a program of this machine has is refused with its name, and nothing half-made is left', async t => {
	const before = await traces();
	const server = await new Promise<Server>(resolve => {
		const listening = createServer().listen(28_189, '127.0.0.1', () => {
			resolve(listening);
		});
	});
	try {
		const error = await t.throwsAsync<SingleKubeError>(add('28188:30080', '28189:30080'), {code: 'PORT_TAKEN'});
		t.regex(error!.seen.join('\n'), new RegExp(`process ${process.pid}\\b`));
	} finally {
		server.close();
	}

	t.deepEqual(await traces(), before);
});

test.serial('a port that a container has is refused with the container\'s name', async t => {
	const error = await t.throwsAsync<SingleKubeError>(add(`${world.cluster.spec.apiPort}:30080`), {code: 'PORT_TAKEN'});
	t.regex(error!.seen.join('\n'), new RegExp(`sk-${name}-kube-apiserver`));
	await t.throwsAsync(add('28180:30081'), {code: 'PORT_TAKEN', message: /published already/});
});

test.serial('the supervisor brings back a port that was killed, and one that was added later', async t => {
	for (const port of [28_180, 28_181]) {
		await killContainer(world.cluster.engine, `sk-${name}-port-${port}`);
		await answers(t, port);
	}
});

test.serial('a port that was removed is gone, and stays so', async t => {
	await remove('28182');
	t.deepEqual(await hostPorts(), [28_180, 28_181]);
	await t.throwsAsync(page(28_182));
	await t.throwsAsync(remove('28182'), {code: 'OPTION_INVALID', message: /port 28182 is not published/});
});

test.serial('ports outlive stop and start, with no word about them', async t => {
	await stopCluster({name, environment: world.environment});
	await t.throwsAsync(page(28_181));
	await t.throwsAsync(add('28184:30080'), {code: 'CLUSTER_NOT_RUNNING'});
	await startCluster({name, environment: world.environment});
	t.deepEqual(await traces(), ['port-28180', 'port-28180', 'port-28181', 'port-28181'].map(id => `sk-${name}-${id}`));
	await answers(t, 28_180);
	await answers(t, 28_181);
});

test.serial('a port is added by start, too; a start that changes nothing leaves all as they are', async t => {
	await startCluster({name, environment: world.environment, ports: ['28185:30080']});
	await answers(t, 28_185);
	t.deepEqual((await startCluster({name, environment: world.environment})).plan, []);
	t.deepEqual(await hostPorts(), [28_180, 28_181, 28_185]);
});
