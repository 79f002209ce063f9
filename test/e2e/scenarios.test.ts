/** The scenarios that single-kube brings hold on a real cluster, and what one breaks and makes is gone after it, however it ended. */
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import anyTest, {type TestFn} from 'ava';
import {execa} from 'execa';
import {execInContainer} from '../../src/engine/exec.ts';
import {labelledContainers} from '../../src/engine/labelled.ts';
import {observe} from '../../src/engine/observe.ts';
import {containerState} from '../../src/engine/inspect.ts';
import {killContainer} from '../../src/engine/containers.ts';
import {addFault} from '../../src/faults/add.ts';
import {clearFaults, listFaults} from '../../src/faults/clear.ts';
import type {ScenariosReport} from '../../src/scenarios/report.ts';
import {runScenarios} from '../../src/scenarios/run-scenarios.ts';
import {shippedScenarios} from '../../src/scenarios/shipped.ts';
import {eventually, openCluster, type TestCluster} from '../helpers/cluster.ts';

const name = 'e2e-scenarios';
/** A node is called NotReady after 40 s at the earliest: this one is run by hand. */
const slow = ['kubelet-stopped'];
const program = path.resolve(import.meta.dirname, '../../bin/single-kube.js');
const test = anyTest.serial as TestFn;
let opened: TestCluster;
let directory: string;

test.before(async t => {
	t.timeout(300_000);
	opened = await openCluster(name);
	directory = await mkdtemp(path.join(tmpdir(), 'sk-scenarios-'));
});
test.after.always(async () => {
	await opened?.remove();
	await rm(directory, {recursive: true, force: true});
});

test('the scenarios that single-kube brings hold', async t => {
	t.timeout(300_000);
	const scenarios = (await shippedScenarios()).filter(scenario => !slow.includes(scenario.name));
	const report = await runScenarios(scenarios, {name, environment: opened.environment}, event => {
		if (event.type === 'check-finished' || event.type === 'phase-finished') {
			t.log(event.type === 'check-finished' ? `  ${event.ok ? '✔' : '✘'} ${event.check} (${event.seconds} s)` : `${event.title} (${event.seconds.toFixed(1)} s)`);
		}
	});
	t.deepEqual(report.scenarios.flatMap(({scenario, steps}) => steps.filter(({result}) => result !== 'passed').map(({step, detail}) => `${scenario}: ${step}: ${detail}`)), []);
	t.is(report.scenarios.length, scenarios.length);
	t.deepEqual(await left(), {faults: [], helpers: []});
});

test('one that fails exits with 1, says what was seen and how to do the same, and puts all back', async t => {
	t.timeout(120_000);
	const file = path.join(directory, 'wrong.yaml');
	await writeFile(file, [
		'title: what is not so', 'teaches: nothing', 'steps:',
		'  - {fault: scheduler pause}', '  - {expect: {component: scheduler, state: exited}, within: 1s}', '  - {kubectl: get nodes}',
	].join('\n'));
	const {exitCode, stdout, stderr} = await run(['fault', 'run', file, '--name', name, '-o', 'json']);
	t.is(exitCode, 1, stderr);
	const [scenario] = (JSON.parse(stdout) as ScenariosReport).scenarios;
	t.deepEqual(scenario!.steps.map(({result}) => result), ['passed', 'passed', 'passed', 'failed', 'skipped', 'passed']);
	t.regex(stderr, /"code":"SCENARIO_FAILED".*1 of 1 scenario failed: wrong/);
	t.regex(stderr, /expected: scheduler is exited \(line 5 of [^"]*wrong\.yaml\); seen last: it is paused/);
	t.regex(stderr, /single-kube fault add scheduler pause --name e2e-scenarios/);
	t.deepEqual(await left(), {faults: [], helpers: []});
	t.is((await containerState(opened.cluster.engine, `sk-${name}-kube-scheduler`)).paused, false);
});

test('Ctrl-C in the middle puts all back, too', async t => {
	t.timeout(120_000);
	const file = path.join(directory, 'long.yaml');
	await writeFile(file, ['title: long', 'teaches: nothing', 'steps:', '  - {fault: scheduler pause}', '  - {keeps: {component: scheduler, state: paused}, for: 10m}'].join('\n'));
	const running = run(['fault', 'run', file, '--name', name]);
	await eventually(t, 'its fault is there', async () => (await listFaults({name})).length === 1);
	running.process.kill('SIGINT');
	const {exitCode} = await running;
	t.is(exitCode, 130);
	t.deepEqual(await left(), {faults: [], helpers: []});
	await eventually(t, 'its namespace goes', async () => !(await opened.kubectl('get', 'namespaces', '--field-selector=status.phase=Active', '-o', 'name')).includes('scenario-'));
});

test('a component is late by what was asked for, and not any more after it, whatever became of what did it', async t => {
	t.timeout(180_000);
	const {engine} = opened.cluster;
	/** Milliseconds for the apiserver's answer, the making of the connection left out. */
	const asked = async (): Promise<number> => {
		const {stdout, exitCode} = await execInContainer(engine, `sk-${name}-kubectl`, ['curl', '--silent', '--output', '/dev/null', '--max-time', '20', '--cacert', '/etc/kubernetes/pki/ca.crt', '--write-out', '%{time_starttransfer} %{time_pretransfer}', 'https://kube-apiserver:6443/livez']);
		const [answered = 0, sent = 0] = stdout.split(' ').map(Number);
		return exitCode === 0 ? (answered - sent) * 1000 : Number.NaN;
	};

	const quick = async (): Promise<boolean | string> => {
		const took = await asked();
		return took < 300 || `${took} ms`;
	};

	await eventually(t, 'it answers at once', quick);
	await addFault('apiserver', {kind: 'latency', milliseconds: 300, jitter: 0}, {}, {name});
	for (const each of [1, 2, 3]) {
		const took = await asked();
		t.true(took >= 300, `${each}: ${took} ms`);
	}

	const helpers = await labelledContainers(engine, name, 'fault');
	t.is(helpers.length, 1);
	t.false((await observe(engine, name)).containers.some(({component}) => component.includes('fault') || component.includes('latency')));
	await killContainer(engine, helpers[0]!.name);
	await clearFaults({component: 'apiserver'}, {name});
	await eventually(t, 'it answers at once again, though what delayed it was killed', quick);
	t.deepEqual(await left(), {faults: [], helpers: []});
});

/** What a scenario may not leave. */
async function left(): Promise<{readonly faults: unknown; readonly helpers: unknown}> {
	return {faults: await listFaults({name}), helpers: await labelledContainers(opened.cluster.engine, name, 'fault')};
}

function run(words: readonly string[]) {
	const child = execa(process.execPath, [program, ...words], {env: opened.environment, reject: false});
	return Object.assign(child.then(({exitCode, stdout, stderr}) => ({exitCode, stdout, stderr})), {process: child});
}
