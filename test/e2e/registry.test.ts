/** `single-kube registry`: what is pushed to it pods pull, clusters know of it, and it is taken back whole. */
import {createServer, type Server} from 'node:net';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {execa} from 'execa';
import {removeContainer} from '../../src/engine/containers.ts';
import type {Engine} from '../../src/engine/engine.ts';
import {buildImage, removeImage} from '../../src/engine/images.ts';
import {containerExists} from '../../src/engine/inspect.ts';
import {registryName} from '../../src/registry/registry.ts';
import {eventually, openCluster, type TestCluster} from '../helpers/cluster.ts';

const name = 'e2e-registry';
const program = fileURLToPath(new URL('../../bin/single-kube.js', import.meta.url));
const port = 5057;
const image = `localhost:${port}/e2e-registry/app`;
let world: TestCluster;
let engine: Engine;

type Outcome = {readonly exitCode?: number; readonly stdout: string; readonly stderr: string};
const registry = async (...args: readonly string[]): Promise<Outcome> => execa(program, ['registry', ...args], {reject: false, input: '', timeout: 300_000});

test.before(async t => {
	await registry('delete');
	const {exitCode, stdout, stderr} = await registry('start', '--port', String(port));
	t.is(exitCode, 0, stderr);
	t.regex(stdout, new RegExp(`^The registry localhost:${port} is running$`, 'm'));
	world = await openCluster(name);
	engine = world.cluster.engine;
});

test.after.always(async () => {
	await world?.remove();
	await registry('delete');
	if (engine) {
		await removeImage(engine, image);
	}
});

const announcement = async (): Promise<string> =>
	world.kubectl('get', 'configmap', 'local-registry-hosting', '-n', 'kube-public', '--ignore-not-found', '-o', 'jsonpath={.data.localRegistryHosting\\.v1}');

async function push(says: string): Promise<void> {
	await buildImage(engine, {
		reference: image, labels: {}, arguments: {},
		files: [{path: 'Dockerfile', content: Buffer.from(`FROM ${world.cluster.images['nginx']}\nCMD ["sh", "-c", "echo ${says}; exec sleep 3600"]\n`), executable: false}],
	}, () => undefined, AbortSignal.timeout(60_000));
	const stream = await engine.docker.getImage(image).push({authconfig: {}} as object);
	await new Promise<void>((resolve, reject) => {
		engine.docker.modem.followProgress(stream, error => error ? reject(error) : resolve());
	});
	// Only the registry has it now.
	await removeImage(engine, image);
}

test.serial('a cluster that starts beside a registry is told where it is, as KEP-1755 has it', async t => {
	t.is(await announcement(), `host: "localhost:${port}"\nhostFromContainerRuntime: "localhost:${port}"`);
});

test.serial('what was pushed to it a pod pulls', async t => {
	await push('pushed');
	await world.kubectl('run', 'app', '--image', image);
	await eventually(t, 'it says so', async () => {
		const log = await world.kubectl('logs', 'app');
		return log === 'pushed' || log;
	});
});

test.serial('after a stop and a start it has its port and its images', async t => {
	await world.kubectl('delete', 'pod', 'app', '--grace-period=0', '--force');
	t.is((await registry('stop')).exitCode, 0);
	const stopped = await registry('status', '-o', 'json');
	t.is(stopped.exitCode, 3);
	t.like(JSON.parse(stopped.stdout), {state: 'exited', port, host: `localhost:${port}`});
	const started = await registry('start', '-o', 'json');
	t.is(started.exitCode, 0, started.stderr);
	t.like(JSON.parse(started.stdout), {state: 'running', port});
	const answer = await fetch(`http://localhost:${port}/v2/e2e-registry/app/tags/list`);
	t.deepEqual(await answer.json(), {name: 'e2e-registry/app', tags: ['latest']});
});

test.serial('a port that somebody has is refused, and the registry stays where it was', async t => {
	const other = await listen();
	try {
		const {port: taken} = other.address() as {port: number};
		const {exitCode, stderr} = await registry('start', '--port', String(taken));
		t.is(exitCode, 6);
		t.regex(stderr, new RegExp(`PORT_TAKEN[\\s\\S]*single-kube registry start --port ${taken + 1}`));
		t.is((await fetch(`http://localhost:${port}/v2/`)).status, 200);
	} finally {
		other.close();
	}
});

test.serial('another port is the same registry', async t => {
	const other = await listen();
	const {port: free} = other.address() as {port: number};
	await new Promise(resolve => void other.close(resolve));
	t.is((await registry('start', '--port', String(free))).exitCode, 0);
	const answer = await fetch(`http://localhost:${free}/v2/_catalog`);
	t.deepEqual(await answer.json(), {repositories: ['e2e-registry/app']});
	t.regex(await announcement(), new RegExp(`^host: "localhost:${free}"$`, 'm'));
});

test.serial('deleted, nothing of it is left, and clusters no longer name it', async t => {
	t.is((await registry('delete')).exitCode, 0);
	t.is(await announcement(), '');
	t.false(await containerExists(engine, registryName));
	t.is(((await engine.docker.listVolumes({filters: {name: [registryName]}} as object)).Volumes ?? []).filter(({Name}) => Name === registryName).length, 0);
	const status = await registry('status');
	t.is(status.exitCode, 3);
	t.regex(status.stdout, /There is no registry/);
	t.is((await registry('delete')).exitCode, 0);
});

test.serial('a registry that somebody else announced stays announced', async t => {
	await world.kubectl('create', 'configmap', 'local-registry-hosting', '-n', 'kube-public', '--from-literal=localRegistryHosting.v1=host: "localhost:1"');
	const {exitCode, stderr} = await registry('start', '--port', String(port));
	t.is(exitCode, 0, stderr);
	t.regex(stderr, /does not know of the registry: .*conflict/);
	t.is((await registry('delete')).exitCode, 0);
	t.is(await announcement(), 'host: "localhost:1"');
});

test.serial('a container of the user\'s with that name is left alone', async t => {
	await engine.docker.createContainer({name: registryName, Image: world.cluster.images['nginx']!});
	try {
		for (const action of ['start', 'stop', 'status', 'delete']) {
			const {exitCode, stderr} = await registry(action);
			t.is(exitCode, 6, action);
			t.regex(stderr, /STATE_FOREIGN[\s\S]*docker rename/);
		}

		t.true(await containerExists(engine, registryName));
	} finally {
		await removeContainer(engine, registryName);
	}
});

async function listen(): Promise<Server> {
	const server = createServer();
	await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve));
	return server;
}
