import {createServer} from 'node:net';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {execa, type Result} from 'execa';
import type {DoctorReport} from '../../src/doctor/run-doctor.ts';
import {withWorkbench} from '../../src/cluster/workbench.ts';
import {unixEngine} from '../../src/engine/unix-engine.ts';
import {writeFiles} from '../../src/engine/files.ts';
import {eventually, testHome} from '../helpers/cluster.ts';
import {testEngineSocket} from '../helpers/engine.ts';
import {openPty} from '../helpers/pty.ts';
import {kubernetesUnderTest} from '../helpers/version.ts';

const name = 'e2e-cli';
const kubernetes = await kubernetesUnderTest();
const program = fileURLToPath(new URL('../../bin/single-kube.js', import.meta.url));
let environment: NodeJS.ProcessEnv;

type Outcome = Result<{reject: false; input: string}>;

async function run(args: readonly string[], more: {input?: string; env?: Record<string, string>} = {}): Promise<Outcome> {
	return execa(program, args, {reject: false, input: more.input ?? '', env: {...environment, ...more.env}, timeout: 300_000});
}

const onCluster = async (...args: readonly string[]): Promise<Outcome> => run(['--name', name, ...args]);

test.before(async t => {
	environment = await testHome();
	await onCluster('delete');
	const started = await onCluster('start');
	t.is(started.exitCode, 0, started.stderr);
	t.regex(started.stdout, /The cluster e2e-cli runs: Kubernetes \S+ at https:\/\/127\.0\.0\.1:\d+/);
	t.true(started.stdout.includes(`Kubernetes ${kubernetes.version} at `), started.stdout);
});

test.after.always(async () => {
	await onCluster('delete');
});

test.serial('start again says that nothing had to be done', async t => {
	const again = await onCluster('start');
	t.is(again.exitCode, 0);
	t.regex(again.stdout, /nothing had to be done/);
});

test.serial('status of a running cluster exits 0 and lists every component', async t => {
	const status = await onCluster('status', '-o', 'json');
	t.is(status.exitCode, 0);
	const {state, components} = JSON.parse(status.stdout) as {state: string; components: Array<{component: string}>};
	t.is(state, 'running');
	const listed = components.map(({component}) => component);
	const usual = ['agent', 'agent-guard', 'component-status', 'etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-proxy@node-1', 'kube-scheduler', 'kubectl', 'kubelet@node-1', 'node-prepare@node-1', 'node@node-1'];
	t.deepEqual(usual.filter(component => !listed.includes(component)), []);
});

test.serial('the doctor finds a running cluster\'s certificates valid, its port its own, and nothing left of it', async t => {
	const {stdout, stderr} = await onCluster('doctor', 'certificates', 'ports', 'addresses', 'leftovers', '-o', 'json');
	const {checks} = JSON.parse(stdout) as DoctorReport;
	const [addresses, ports, certificates, leftovers] = checks;
	t.is(certificates!.verdict, 'ok', stderr);
	t.regex(certificates!.seen, /^\d\d+ in \d+ components/);
	t.is(ports!.verdict, 'ok');
	t.regex(ports!.seen, /in use by the cluster itself/);
	t.false(addresses!.problems.some(({text}) => text.includes(`sk-${name}`)), addresses!.seen);
	t.false(leftovers!.problems.some(({text}) => text.includes(name)), leftovers!.seen);
});

test.serial('kubectl passes arguments, stdin and exit codes', async t => {
	t.regex((await onCluster('kubectl', 'get', 'nodes', '-o', 'name')).stdout, /^node\/node-1$/);
	const manifest = JSON.stringify({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'from-stdin'}, data: {a: 'b'}});
	t.is((await run(['--name', name, 'kubectl', 'apply', '-f', '-'], {input: manifest})).stdout, 'configmap/from-stdin created');
	const missing = await onCluster('kubectl', 'get', 'configmap', 'no-such-thing');
	t.is(missing.exitCode, 1);
	t.regex(missing.stderr, /NotFound/);
});

test.serial('exec runs a command with its own streams and exit code', async t => {
	const result = await run(['--name', name, 'exec', '--', 'sh', '-c', 'cat; echo wrong >&2; exit 42'], {input: 'right'});
	t.is(result.exitCode, 42);
	t.is(result.stdout, 'right');
	t.is(result.stderr, 'wrong');
});

test.serial('logs shows a component\'s log; an unknown component is a usage error that names the nearest', async t => {
	t.regex((await onCluster('logs', 'etcd')).stdout, /ready to serve client requests/);
	t.is((await onCluster('logs', 'etcd', '--tail', '3')).stdout.split('\n').length, 3);
	const unknown = await onCluster('logs', 'kube-shceduler');
	t.is(unknown.exitCode, 2);
	t.regex(unknown.stderr, /COMPONENT_UNKNOWN[\s\S]*kube-scheduler/);
});

test.serial('the printed kubeconfig lets kubectl in from this machine', async t => {
	const {stdout} = await onCluster('kubeconfig');
	t.regex(stdout, /server: https:\/\/127\.0\.0\.1:\d+/);
	t.regex(stdout, /client-key-data:/);
});

test.serial('test runs all checks and prints them as JSON', async t => {
	const result = await onCluster('test', '-o', 'json');
	t.is(result.exitCode, 0, result.stdout + result.stderr);
	const report = JSON.parse(result.stdout) as {ok: boolean; page: string; checks: Array<{check: string; ok: boolean}>};
	t.true(report.ok);
	t.regex(report.page, /Welcome to nginx!/);
	t.is(report.checks.filter(({ok}) => ok).length, 9);
});

const mistakes: ReadonlyArray<readonly [title: string, args: readonly string[], env: Record<string, string>, exitCode: number, expected: RegExp]> = [
	['an unknown command', ['strat'], {}, 2, /start/],
	['an unknown option', ['start', '--tiemout', '3'], {}, 2, /--timeout/],
	['an invalid name', ['--name', 'No', 'start'], {}, 2, /NAME_INVALID/],
	['ranges that overlap', ['--name', 'e2e-x', 'start', '--pod-cidr', '10.96.0.0/16'], {}, 2, /CIDR_OVERLAP/],
	['an unknown cluster', ['--name', 'e2e-none', 'stop'], {}, 1, /CLUSTER_UNKNOWN/],
	['an engine that does not answer', ['status'], {DOCKER_HOST: 'unix:///nowhere.sock'}, 7, /ENGINE_UNREACHABLE/],
	['a range that a running cluster cannot take', ['--name', name, 'start', '--service-cidr', '10.112.0.0/16'], {}, 6, /STATE_FOREIGN/],
];
for (const [title, args, env, exitCode, expected] of mistakes) {
	test.serial(`${title} exits ${exitCode} and says what to do`, async t => {
		const result = await run(args, {env});
		t.is(result.exitCode, exitCode, result.stderr);
		t.regex(result.stderr, expected);
	});
}

test.serial('the dashboard shows every part; a scheduler that it stops leaves a pod Pending, until it starts it again', async t => {
	const pty = openPty(`${process.execPath} ${program} dashboard --name ${name}; echo "exit $?"; stty -a`, {columns: 120, rows: 40, env: {...environment, TERM: 'xterm-256color', LC_ALL: 'C.UTF-8'}});
	t.teardown(pty.kill);
	const shows = async (what: string, pattern: RegExp): Promise<void> => eventually(t, what, async () => {
		const screen = await pty.screen();
		return pattern.test(screen) || screen;
	});
	await shows('all components are well', /(\d+)\/\1 well · API answers/);
	pty.type('/');
	pty.type('kube-scheduler');
	pty.type('\r');
	await shows('the log of the scheduler', /3 kube-scheduler: \[logs\][^]*I\d{4} /);
	pty.type('s');
	await shows('the question, with Cancel chosen', /stop kube-scheduler\?[^]*\[ Cancel \]/);
	pty.type('\r');
	await shows('nothing has happened', /▸ kube-scheduler +● running(?![^]*Cancel)/);
	pty.type('s');
	pty.type('\t\r');
	await shows('the scheduler is stopped', /▸ kube-scheduler +○ stopped/);
	t.is((await run(['--name', name, 'kubectl', 'run', 'waiting', '--image', 'single-kube-none:1', '--image-pull-policy', 'Never'])).exitCode, 0);
	pty.type('2');
	await shows('the pod waits', /waiting +0\/1 +Pending/);
	await shows('it has no node', /Node +none yet: no scheduler has chosen one/);
	pty.type('1s');
	await shows('the scheduler runs', /▸ kube-scheduler +● running/);
	await shows('the pod has a node', /pod\/waiting +Scheduled/);
	pty.type('q');
	const bytes = await pty.ended;
	const after = bytes.slice(bytes.lastIndexOf(`${String.fromCodePoint(27)}[?1049l`));
	t.regex(after, /exit 0\r\n/);
	t.regex(after, / icanon /);
	t.regex(after, / echo /);
	t.is((await onCluster('kubectl', 'delete', 'pod', 'waiting', '--grace-period=0', '--force')).exitCode, 0);
});

test.serial('the dashboard without a terminal is a usage error that names status', async t => {
	const {exitCode, stderr, stdout} = await onCluster('dashboard');
	t.deepEqual([exitCode, stdout], [2, '']);
	t.regex(stderr, /TERMINAL_MISSING[^]*single-kube status --watch --name e2e-cli/);
});

test.serial('a port that is taken exits 6, names the port, and changes nothing', async t => {
	const server = createServer();
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	const {port} = server.address() as {port: number};
	try {
		const result = await onCluster('start', '--api-port', String(port));
		t.is(result.exitCode, 6);
		t.regex(result.stderr, new RegExp(`PORT_TAKEN.*${port}`));
	} finally {
		server.close();
	}

	t.is((await onCluster('status')).exitCode, 0);
});

test.serial('a stopped cluster: status exits 3, kubectl says how to start it', async t => {
	t.is((await onCluster('stop')).exitCode, 0);
	t.is((await onCluster('status')).exitCode, 3);
	const refused = await onCluster('kubectl', 'get', 'nodes');
	t.is(refused.exitCode, 3);
	t.regex(refused.stderr, /CLUSTER_NOT_RUNNING[\s\S]*single-kube start/);
});

test.serial('a start that runs out of time exits 4, and the next one finishes it', async t => {
	const late = await onCluster('start', '--timeout', '1');
	t.is(late.exitCode, 4);
	t.regex(late.stderr, /COMPONENT_NOT_READY/);
	const next = await onCluster('start');
	t.is(next.exitCode, 0, next.stderr);
});

test.serial('Ctrl-C during a start exits 130, and the next start finishes it', async t => {
	await onCluster('delete');
	const child = execa(program, ['--name', name, 'start'], {reject: false, env: environment, stdin: 'ignore'});
	await sleep(2500);
	child.kill('SIGINT');
	t.is((await child).exitCode, 130);
	const next = await onCluster('start');
	t.is(next.exitCode, 0, next.stderr);
	t.is((await onCluster('status')).exitCode, 0);
});

test.serial('a component that dies on start is named, with the last lines of its log', async t => {
	await onCluster('stop');
	const engine = unixEngine(testEngineSocket(), 'the test');
	const image = (await engine.docker.getContainer(`sk-${name}-node-1`).inspect()).Config.Image;
	await withWorkbench(engine, name, image, [`sk-${name}-etcd`], async workbench => {
		await writeFiles(engine, workbench, `/sk-${name}-etcd`, [{path: 'member/snap/db', content: 'damaged', mode: 0o600}]);
	});
	const result = await onCluster('start', '--timeout', '30');
	t.is(result.exitCode, 1, result.stderr);
	t.regex(result.stderr, /COMPONENT_DIED: etcd ended with code \d+/);
	t.regex(result.stderr, /etcdmain|panic|invalid database|snap\/db/i);
	t.regex(result.stderr, /^cause: etcd's database file is damaged$/m);
	t.regex(result.stderr, /^to do: .*single-kube delete --name e2e-cli && single-kube start --name e2e-cli$/m);
	t.regex(result.stderr, /^more: single-kube explain COMPONENT_DIED$/m);
	const deleted = await onCluster('delete');
	t.is(deleted.exitCode, 0, deleted.stderr);
});
