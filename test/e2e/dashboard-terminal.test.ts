import {createConnection, createServer, type Server, type Socket} from 'node:net';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import {pauseContainer, unpauseContainer} from '../../src/engine/containers.ts';
import {eventually, openCluster, type TestCluster} from '../helpers/cluster.ts';
import {testEngineSocket} from '../helpers/engine.ts';
import {openPty, type Pty} from '../helpers/pty.ts';

const name = 'e2e-terminal';
const program = fileURLToPath(new URL('../../bin/single-kube.js', import.meta.url));
const escape = String.fromCodePoint(27);
/** A defect that is there when it is asked for. */
const defect = 'process.on("SIGUSR2", () => {throw new Error("a defect of the test");});';
let cluster: TestCluster;

test.before(async t => {
	t.timeout(300_000);
	cluster = await openCluster(name);
});

test.after.always(async () => {
	await cluster.remove();
});

function dashboard(env: Readonly<Record<string, string>> = {}, options = ''): Pty {
	return openPty(`sh -c 'echo "pid=$$;"; exec ${process.execPath} ${program} dashboard --name ${name} ${options}'; echo "exit $?"; stty -a`, {
		columns: 120, rows: 40, env: {...cluster.environment, TERM: 'xterm-256color', LC_ALL: 'C.UTF-8', ...env},
	});
}

async function shows(t: ExecutionContext, pty: Pty, what: string, pattern: RegExp): Promise<void> {
	await eventually(t, what, async () => {
		const screen = await pty.screen();
		return pattern.test(screen) || screen;
	});
}

const isWell = /(\d+)\/\1 well · API answers/;

/** The other screen was left, the cursor is to be seen, and what is typed is shown and read by lines. */
function isRestored(t: ExecutionContext, bytes: string): void {
	const after = bytes.slice(bytes.lastIndexOf(`${escape}[?1049l`));
	t.true(bytes.includes(`${escape}[?1049h`) && after !== bytes);
	t.true(bytes.lastIndexOf(`${escape}[?25h`) > bytes.lastIndexOf(`${escape}[?25l`), 'the cursor is shown');
	t.regex(after, / icanon /);
	t.regex(after, / echo /);
}

for (const [signal, exitCode] of [['SIGTERM', 143], ['SIGHUP', 129]] as const) {
	test.serial(`${signal} gives the terminal back and exits ${exitCode}`, async t => {
		const pty = dashboard();
		t.teardown(pty.kill);
		await shows(t, pty, 'the dashboard is there', isWell);
		process.kill(Number(/pid=(\d+);/.exec(pty.written())![1]), signal);
		const bytes = await pty.ended;
		t.regex(bytes, new RegExp(`exit ${exitCode}\r\n`));
		isRestored(t, bytes);
	});
}

test.serial('a defect gives the terminal back, and is told there', async t => {
	const folder = await mkdtemp(path.join(tmpdir(), 'sk-defect-'));
	await writeFile(path.join(folder, 'defect.cjs'), defect);
	const pty = dashboard({NODE_OPTIONS: `--require=${folder}/defect.cjs`});
	t.teardown(async () => {
		pty.kill();
		await rm(folder, {recursive: true, force: true});
	});
	await shows(t, pty, 'the dashboard is there', isWell);
	process.kill(Number(/pid=(\d+);/.exec(pty.written())![1]), 'SIGUSR2');
	const bytes = await pty.ended;
	isRestored(t, bytes);
	t.regex(bytes.slice(bytes.lastIndexOf(`${escape}[?1049l`)), /a defect of the test[^]*exit [1-9]/);
});

test.serial('a storm of sizes leaves no debris; what is asked of an apiserver that stands still is marked with its age, until it answers again', async t => {
	const pty = dashboard();
	t.teardown(pty.kill);
	await shows(t, pty, 'the dashboard is there', isWell);
	for (const [columns, rows] of [[80, 24], [60, 20], [40, 8], [131, 41], [110, 30], [50, 12], [100, 30]] as const) {
		await pty.resize(columns, rows);
	}

	await eventually(t, 'each pane is there once, header above and keys below', async () => {
		const screen = await pty.screen();
		const lines = screen.split('\n');
		const once = (text: string): boolean => screen.split(text).length === 2;
		return (lines.length === 30 && lines[0]!.startsWith(` ${name} `) && once('1 Components') && once('COMPONENT ') && /q quit/.test(lines.at(-1)!) && once('q quit')) || screen;
	});
	await shows(t, pty, 'what etcd says of itself', / etcd .* db \d/);
	const {engine} = cluster.cluster;
	await pauseContainer(engine, `sk-${name}-kube-apiserver`);
	try {
		await shows(t, pty, 'it is told that the apiserver is silent', /API silent for \d+s/);
		pty.type('2');
		await shows(t, pty, 'workloads are of an earlier time', /Workloads\]? .*as of \d+s ago/);
	} finally {
		await unpauseContainer(engine, `sk-${name}-kube-apiserver`);
	}

	await shows(t, pty, 'it answers again', isWell);
	pty.type('q');
	isRestored(t, await pty.ended);
});

test.serial('an engine that is gone is told with the age of what is known; when it is back all is fresh again, without a key', async t => {
	const folder = await mkdtemp(path.join(tmpdir(), 'sk-engine-'));
	const socket = path.join(folder, 'docker.sock');
	let way = await openWay(socket);
	const pty = dashboard({DOCKER_HOST: `unix://${socket}`});
	t.teardown(async () => {
		pty.kill();
		await way.close();
		await rm(folder, {recursive: true, force: true});
	});
	await shows(t, pty, 'the dashboard is there', isWell);
	await way.close();
	await shows(t, pty, 'the engine is gone', /the engine is gone for \d+s[^]*1 Components as of \d+s ago/);
	way = await openWay(socket);
	await shows(t, pty, 'the engine is back', isWell);
	pty.type('q');
	isRestored(t, await pty.ended);
});

test.serial('for who listens lines are said, and nothing is drawn', async t => {
	const pty = dashboard({}, '--screen-reader');
	t.teardown(pty.kill);
	await shows(t, pty, 'how the cluster is', /The cluster e2e-terminal, Kubernetes [\d.]+: (\d+)\/\1 well/);
	pty.type('.');
	await shows(t, pty, 'the components, a line each', /etcd: state running, /);
	pty.type('q');
	const bytes = await pty.ended;
	t.false(bytes.includes(`${escape}[?1049h`));
	t.notRegex(bytes, /[\u2500-\u257F●]/u);
	t.regex(bytes, / icanon /);
});

/** A way to the engine that a test can close, and what goes through it breaks. */
async function openWay(socket: string): Promise<{readonly close: () => Promise<void>}> {
	const sockets = new Set<Socket>();
	const server: Server = createServer(near => {
		const far = createConnection(testEngineSocket());
		for (const [one, other] of [[near, far], [far, near]] as const) {
			sockets.add(one);
			one.on('error', () => other.destroy()).on('close', () => {
				sockets.delete(one);
				other.destroy();
			}).pipe(other);
		}
	});
	await new Promise<void>(resolve => {
		server.listen(socket, resolve);
	});
	return {
		async close() {
			const closed = new Promise<void>(resolve => {
				server.close(() => {
					resolve();
				});
			});
			for (const one of sockets) {
				one.destroy();
			}

			await closed;
		},
	};
}
