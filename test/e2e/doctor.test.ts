import {rm} from 'node:fs/promises';
import {createServer} from 'node:net';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {execa} from 'execa';
import {checkNames} from '../../src/doctor/names.ts';
import type {DoctorReport} from '../../src/doctor/run-doctor.ts';
import {createVolume, removeNetwork, removeVolume} from '../../src/engine/networks.ts';
import {unixEngine} from '../../src/engine/unix-engine.ts';
import {labels} from '../../src/labels.ts';
import {testHome} from '../helpers/cluster.ts';
import {testEngineSocket} from '../helpers/engine.ts';

// No cluster is made here: what the doctor says of one is in cli.test.ts.
const name = 'e2e-doctor';
const socket = testEngineSocket();
const engine = unixEngine(socket, 'the test');
const program = fileURLToPath(new URL('../../bin/single-kube.js', import.meta.url));
const environment: NodeJS.ProcessEnv = {...await testHome(), DOCKER_HOST: `unix://${socket}`};

type Outcome = {readonly exitCode: number | undefined; readonly stdout: string; readonly stderr: string; readonly report: DoctorReport};

async function doctor(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
	const {exitCode, stdout, stderr} = await execa(program, ['--name', name, 'doctor', ...args, '--json'], {reject: false, env: {...environment, ...env}, timeout: 60_000});
	return {exitCode, stdout, stderr, report: (stdout === '' ? undefined : JSON.parse(stdout)) as DoctorReport};
}

test.after.always(async () => rm(environment['HOME']!, {recursive: true, force: true}));

const found = ({report}: Outcome, check: string) => report.checks.find(({name}) => name === check)!;

test.serial('every check has a verdict on the real engine, with what was seen and a page; what is no error exits 0', async t => {
	const outcome = await doctor([]);
	t.deepEqual(outcome.report.checks.map(({name}) => name), [...checkNames], outcome.stderr);
	t.is(outcome.stderr, '');
	for (const {name, verdict, seen, problems, fix, page} of outcome.report.checks) {
		t.true(['ok', 'warning', 'error', 'skipped'].includes(verdict), name);
		t.true(seen.length > 0 && page === `docs/doctor.md#${name}`, name);
		t.is(problems.length > 0, verdict === 'warning' || verdict === 'error', name);
		t.is(fix !== undefined, problems.length > 0, name);
	}

	t.is(found(outcome, 'engine').verdict, 'ok');
	t.regex(found(outcome, 'engine').seen, /DOCKER_HOST/);
	t.is(found(outcome, 'certificates').verdict, 'skipped');
	t.is(outcome.exitCode, outcome.report.verdict === 'error' ? 5 : 0);
});

test.serial('a port that is taken is an error that names who has it, and only where it was asked for', async t => {
	const server = createServer();
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	const {port} = server.address() as {port: number};
	try {
		const asked = await doctor(['ports', '--port', `${port}:30080`]);
		t.is(asked.exitCode, 5);
		t.is(found(asked, 'ports').verdict, 'error');
		t.regex(found(asked, 'ports').problems[0]!.text, new RegExp(`127\\.0\\.0\\.1:${port}/tcp.* is taken: .*process ${process.pid}`));
	} finally {
		server.close();
	}

	t.is((await doctor(['ports', '--port', `${port}:30080`])).exitCode, 0);
});

test.serial('ranges that a network of the engine has: an error for the cluster\'s own, a warning for pods', async t => {
	const network = 'e2e-doctor-office';
	await removeNetwork(engine, network);
	await engine.docker.createNetwork({Name: network, Driver: 'bridge', IPAM: {Driver: 'default', Config: [{Subnet: '192.168.211.0/24'}]}});
	t.teardown(async () => removeNetwork(engine, network));
	const own = await doctor(['addresses', '--subnet', '192.168.211.0/24']);
	t.is(own.exitCode, 5);
	t.regex(found(own, 'addresses').problems[0]!.text, /overlaps the network e2e-doctor-office/);
	const pods = await doctor(['addresses', '--pod-cidr', '192.168.208.0/20']);
	t.is(pods.exitCode, 0);
	t.is(found(pods, 'addresses').verdict, 'warning');
	t.regex(found(pods, 'addresses').problems.map(({text}) => text).join(), /its containers are not reached from pods/);
});

test.serial('an engine that does not answer is the one error: what needs it is not wrong for that', async t => {
	const outcome = await doctor(['--quick'], {DOCKER_HOST: 'unix:///nowhere/docker.sock'});
	t.is(outcome.exitCode, 5);
	t.regex(found(outcome, 'engine').problems[0]!.text, /\/nowhere\/docker\.sock/);
	t.deepEqual(outcome.report.checks.filter(({verdict}) => verdict === 'error').map(({name}) => name), ['engine']);
	t.is(found(outcome, 'versions').verdict, 'ok');
	t.false(found(outcome, 'versions').seen.includes('Docker'));
});

test.serial('what a cluster has left is found, and its fix takes it away', async t => {
	const volume = `sk-${name}-gone-etcd`;
	await createVolume(engine, {name: volume, labels: {[labels.cluster]: `${name}-gone`}});
	t.teardown(async () => removeVolume(engine, volume));
	const fix = `single-kube delete --name ${name}-gone`;
	const left = found(await doctor(['leftovers']), 'leftovers');
	t.is(left.verdict, 'warning');
	t.true(left.fix?.split('\n').includes(fix), left.fix);
	const deleted = await execa(program, fix.split(' ').slice(1), {reject: false, env: environment, timeout: 60_000});
	t.is(deleted.exitCode, 0, deleted.stderr);
	t.false(found(await doctor(['leftovers']), 'leftovers').fix?.split('\n').includes(fix) ?? false);
});

test.serial('a check that there is not is a usage error with the nearest one; people get a table', async t => {
	const unknown = await doctor(['port']);
	t.is(unknown.exitCode, 2);
	t.regex(unknown.stderr, /ports/);
	const table = await execa(program, ['doctor', 'memory', 'home'], {reject: false, env: environment, timeout: 60_000});
	t.regex(table.stdout, /^CHECK +VERDICT +SEEN\nmemory +\w+ .*\nhome +ok .*\n[\s\S]*2 checks: /);
	t.deepEqual((await execa(program, ['doctor', 'home', 'memory', '-o', 'name'], {reject: false, env: environment, timeout: 60_000})).stdout.split('\n'), ['memory', 'home']);
});
