/** Workloads driven from the dashboard, on a terminal, as a person does it. */
import {createServer} from 'node:net';
import {fileURLToPath} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import {applyManifest, eventually, openCluster, type TestCluster, webManifest} from '../helpers/cluster.ts';
import {openPty, type Pty} from '../helpers/pty.ts';

const name = 'e2e-workloads';
const program = fileURLToPath(new URL('../../bin/single-kube.js', import.meta.url));
let world: TestCluster;

test.before(async () => {
	world = await openCluster(name, 'auto', {addons: 'none'});
	await applyManifest(world.cluster.engine, name, webManifest(world.cluster.images['nginx']!));
});

test.after.always(async () => {
	await world?.remove();
});

type Person = {readonly pty: Pty; readonly shows: (what: string, pattern: RegExp) => Promise<void>; readonly press: (keys: string, what: string, pattern: RegExp) => Promise<void>};

/** Whoever presses a key that cannot do anything yet presses it again. */
function sitDown(t: ExecutionContext, ...flags: readonly string[]): Person {
	const pty = openPty(`${process.execPath} ${program} dashboard --name ${name} ${flags.join(' ')}; echo "exit $?"`, {columns: 120, rows: 40, env: {...world.environment, TERM: 'xterm-256color', LC_ALL: 'C.UTF-8'}});
	t.teardown(pty.kill);
	const shows = async (what: string, pattern: RegExp): Promise<void> => eventually(t, what, async () => {
		const screen = await pty.screen();
		return pattern.test(screen) || screen;
	});
	return {pty, shows, async press(keys, what, pattern) {
		let last = 0;
		await eventually(t, what, async () => {
			const screen = await pty.screen();
			if (pattern.test(screen)) {
				return true;
			}

			if (Date.now() - last > 5000) {
				last = Date.now();
				pty.type(keys);
			}

			return screen;
		});
	}};
}

test.serial('a deployment is described, scaled, restarted and reached at a forwarded port; its pod has a shell, and is replaced', async t => {
	const {pty, shows, press} = sitDown(t);
	await shows('the apiserver answers', /API answers/);
	await press('2', 'two pods run', /default +web-\S+ +1\/1 +Running[^]*default +web-\S+ +1\/1 +Running/);
	await press(':', 'the menu of kinds', /╭ objects/);
	pty.type('deploy\r');
	await shows('the deployment', /▸ default +web +2\/2/);
	await shows('how many it wants, described', /Replicas +2 wanted, 2 there/);

	await press('s', 'how many replicas', /scale deployment\/web [^]*> 2_/);
	pty.type('\u007F3');
	await shows('the command that does the same', new RegExp(`single-kube --name ${name} kubectl scale deployment/web`));
	pty.type('\r');
	await shows('three are ready', /▸ default +web +3\/3/);

	await press('r', 'the question, with Cancel chosen', /restart deployment\/web\?[^]*\[ Cancel \]/);
	pty.type('y');
	await shows('its pods are made anew', /deployment\/web makes its pods anew/);
	await eventually(t, 'as kubectl rollout restart says it', async () => /^\d{4}-/.test(await world.kubectl('get', 'deployment', 'web', '-o', String.raw`jsonpath={.spec.template.metadata.annotations.kubectl\.kubernetes\.io/restartedAt}`)));
	t.regex(await world.kubectl('rollout', 'status', 'deployment/web', '--timeout=60s'), /successfully rolled out/);

	const port = await freePort();
	await press(':', 'the menu of kinds', /╭ objects/);
	pty.type('svc\r');
	await press('G', 'the service of the pods', /▸ default +web +NodePort/);
	await shows('who answers for it', /Endpoints[^]*ready, pod/);
	await press('F', 'two ports to write', /forward a port to service\/web[^]*> 8080:80_/);
	pty.type(`\u0015${port}:80\r`);
	await shows('the port is open', new RegExp(`127.0.0.1:${port} to service/web:80 in default`));
	const page = async (): Promise<string> => (await fetch(`http://127.0.0.1:${port}/`, {signal: AbortSignal.timeout(5000), headers: {connection: 'close'}})).text();
	await eventually(t, 'nginx answers', async () => (await page()).includes('Welcome to nginx!'));

	await press(':', 'the menu of kinds', /╭ objects/);
	pty.type('po\r');
	await shows('the pods', /\[pods\][^]*▸ default +web-\S+ +1\/1 +Running/);
	await press('s', 'a shell in it', /A shell in nginx of web-/);
	// Written apart, so that what is typed is not taken for what is answered.
	await press('echo in-$((6*7)); sleep 60\r', 'it answers', /in-42/);
	pty.type('\u0003');
	await press('echo still-$((6*7))\r', 'Ctrl-C ended what ran in it, not the dashboard', /still-42/);
	pty.type('\u0004');
	await shows('the dashboard is back', /1 Components[^]*\[pods\]/);

	const before = await podNames();
	await press('g\u0004', 'the question who makes it anew', /delete pod\/web-\S+\?[^]*ReplicaSet web-\w+/);
	pty.type('y');
	await eventually(t, 'a new pod has its place', async () => {
		const now = await podNames();
		return (now.length === 3 && now.some(pod => !before.includes(pod))) || now.join(' ');
	});
	await eventually(t, 'the forwarded port leads to a pod still', async () => (await page()).includes('Welcome to nginx!'));

	await press('P', 'the forwarded ports', new RegExp(`╭ forwarded ports[^]*127.0.0.1:${port}`));
	pty.type('\r');
	await eventually(t, 'the port is closed', async () => page().then(() => false, () => true));
	pty.type('q');
	t.regex(await pty.ended, /exit 0\r\n/);
});

test.serial('a dashboard that only looks deletes nothing and opens no shell', async t => {
	const {pty, press} = sitDown(t, '--read-only');
	await press('2', 'the pods', /▸ default +web-/);
	await press('\u0004', 'no question', /it was opened with --read-only/);
	await press('s', 'no shell', /a shell could change what is in the pod/);
	pty.type('q');
	t.regex(await pty.ended, /exit 0\r\n/);
});

async function podNames(): Promise<string[]> {
	return (await world.kubectl('get', 'pods', '-l', 'app=web', '--field-selector=status.phase=Running', '-o', 'jsonpath={.items[*].metadata.name}')).split(' ');
}

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	const {port} = server.address() as {readonly port: number};
	await new Promise(resolve => {
		server.close(resolve);
	});
	return port;
}
