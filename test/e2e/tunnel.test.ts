import {readFile} from 'node:fs/promises';
import {execPath} from 'node:process';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {execa, type ResultPromise} from 'execa';
import {killContainer, removeContainer} from '../../src/engine/containers.ts';
import {containerExists} from '../../src/engine/inspect.ts';
import {deleteCluster, startCluster, stopCluster} from '../../src/index.ts';
import {applyManifest, eventually, openCluster, type TestCluster, webManifest} from '../helpers/cluster.ts';

const name = 'e2e-tunnel';
const entry = fileURLToPath(new URL('../../bin/single-kube.js', import.meta.url));
/** Ranges of its own: whatever else runs on this machine may have a tunnel, too. */
const ranges = {podCidr: '10.242.0.0/16', serviceCidr: '10.243.0.0/16'};
let world: TestCluster;
let before: {routes: string[]; resolv: string};
const running = new Set<ResultPromise>();
type Open = {readonly kill: (signal: NodeJS.Signals) => void; readonly ended: Promise<{exitCode?: number; stderr: string}>};

/** The routes to the cluster's ranges: those to networks come and go with other clusters. */
const routes = async (): Promise<string[]> => (await execa('ip', ['route'])).stdout.split('\n').filter(line => /^(10\.242|10\.243|default)/.test(line));
const resolv = async (): Promise<string> => readFile('/etc/resolv.conf', 'utf8');
const seen = async (): Promise<typeof before> => ({routes: await routes(), resolv: await resolv()});

const tunnel = (): ResultPromise<{reject: false; extendEnv: false; env: NodeJS.ProcessEnv; timeout: number}> => execa(execPath, [entry, 'tunnel', '--name', name], {env: world.environment, extendEnv: false, reject: false, timeout: 180_000});

async function open(): Promise<Open> {
	const child = tunnel();
	running.add(child);
	await new Promise<void>((resolve, reject) => {
		child.stdout!.on('data', (chunk: Buffer) => {
			if (chunk.toString().includes('is open')) {
				resolve();
			}
		});
		void child.then(({stderr}) => {
			reject(new Error(`the tunnel ended: ${stderr}`));
		});
	});
	return {
		kill(signal) {
			child.kill(signal);
		},
		ended: child.then(({exitCode, stderr}) => ({exitCode, stderr})),
	};
}

const page = async (host: string): Promise<string> => (await execa('curl', ['-sS', '--max-time', '5', `http://${host}/`])).stdout;
const clusterIp = async (): Promise<string> => world.kubectl('get', 'service', 'web', '-o', 'jsonpath={.spec.clusterIP}');
const asBefore = async (): Promise<boolean | string> => {
	const now = await seen();
	const gone = !await containerExists(world.cluster.engine, `sk-${name}-tunnel`);
	return (gone && JSON.stringify(now) === JSON.stringify(before)) || JSON.stringify(now);
};

test.before(async () => {
	world = await openCluster(name, 'auto', {...ranges, addons: 'dns'});
	await applyManifest(world.cluster.engine, name, webManifest(world.cluster.images['nginx']!));
	before = await seen();
});

test.after.always(async () => {
	for (const child of running) {
		child.kill('SIGKILL');
	}

	await world?.remove();
});

test.serial('ClusterIPs, pod IPs and names of the cluster answer from the host; Ctrl-C takes all back', async t => {
	await world.kubectl('wait', 'deployment/web', '--for=condition=Available', '--timeout=120s');
	await world.kubectl('wait', 'pods', '-l', 'app=web', '--for=condition=Ready', '--timeout=120s');
	await eventually(t, 'the DNS server is ready', async () => await world.kubectl('get', 'endpoints', 'kube-dns', '-n', 'kube-system', '-o', 'jsonpath={.subsets[0].addresses[0].ip}') !== '');
	const child = await open();
	const pod = await world.kubectl('get', 'pods', '-l', 'app=web', '-o', 'jsonpath={.items[0].status.podIP}');
	for (const host of [await clusterIp(), pod, 'web.default.svc.cluster.local']) {
		await eventually(t, host, async () => (await page(host)).includes('Welcome to nginx!'), 30_000);
	}

	child.kill('SIGINT');
	const {exitCode} = await child.ended;
	t.is(exitCode, 0);
	t.is(await asBefore(), true);
});

test.serial('a second tunnel is refused, and the first one is left open', async t => {
	const child = await open();
	const second = await tunnel();
	t.is(second.exitCode, 6);
	t.regex(second.stderr, /TUNNEL_OPEN/);
	t.regex(await page(await clusterIp()), /Welcome to nginx!/);
	child.kill('SIGKILL');
	await child.ended;
	await eventually(t, 'after kill -9 of the command all is as before', asBefore, 30_000);
});

test.serial('a tunnel whose container is killed ends its command with an error, and all is taken back', async t => {
	const child = await open();
	await killContainer(world.cluster.engine, `sk-${name}-tunnel`);
	const {exitCode, stderr} = await child.ended;
	t.is(exitCode, 1);
	t.regex(stderr, /TUNNEL_FAILED/);
	t.is(await asBefore(), true);
});

test.serial('what a tunnel left that nobody could take back is taken back by the next one', async t => {
	const child = await open();
	child.kill('SIGSTOP');
	await removeContainer(world.cluster.engine, `sk-${name}-tunnel`);
	child.kill('SIGKILL');
	await child.ended;
	t.not(await asBefore(), true, 'something is left');
	const next = await open();
	t.regex(await page(await clusterIp()), /Welcome to nginx!/);
	next.kill('SIGTERM');
	await next.ended;
	t.is(await asBefore(), true);
});

test.serial('a range that this machine reaches already is refused, and the machine\'s route is left alone', async t => {
	await execa('ip', ['route', 'add', 'blackhole', '10.242.7.0/24']);
	try {
		const {exitCode, stderr} = await tunnel();
		t.is(exitCode, 2);
		t.regex(stderr, /CIDR_OVERLAP[\s\S]*10\.242\.0\.0\/16/);
	} finally {
		await execa('ip', ['route', 'del', 'blackhole', '10.242.7.0/24']);
	}

	t.is(await asBefore(), true);
});

test.serial('stop ends an open tunnel; without a cluster none is opened', async t => {
	const child = await open();
	await stopCluster({name, environment: world.environment});
	const {exitCode, stderr} = await child.ended;
	t.is(exitCode, 0);
	t.regex(stderr, /closed by somebody else/);
	t.is(await asBefore(), true);
	const refused = await tunnel();
	t.is(refused.exitCode, 3);
	t.regex(refused.stderr, /CLUSTER_NOT_RUNNING/);
});

test.serial('delete ends an open tunnel', async t => {
	await startCluster({name, environment: world.environment});
	const child = await open();
	await deleteCluster({name, environment: world.environment});
	t.is((await child.ended).exitCode, 0);
	t.is(await asBefore(), true);
});
