import test from 'ava';
import type {SingleKubeError} from '../../src/errors.ts';
import {parseScenario} from '../../src/scenarios/read.ts';
import {shippedScenarios} from '../../src/scenarios/shipped.ts';

const head = 'title: x\nteaches: y\nsteps:\n';
const read = async (steps: string, files: Readonly<Record<string, string>> = {}) => parseScenario(`${head}${steps}`, 'mine/trial.yaml', async file => {
	const text = files[file];
	if (text === undefined) {
		throw new Error(`ENOENT: ${file}`);
	}

	return text;
});

test('a scenario becomes steps in the order of its file, each with its line and its limits', async t => {
	const {name, namespace, steps} = await read([
		'  - apply: "kind: Pod"',
		'  - fault: etcd latency 200ms --jitter 20ms',
		'  - expect: {pod: web, ready: true}',
		'    within: 2m',
		'  - keeps: {http: service/web}',
		'    every: 100ms',
		'    while:',
		'      - kubectl: get pods -l "app in (a, b)"',
		'        exit: 1',
	].join('\n'));
	t.is(name, 'trial');
	t.is(namespace, undefined);
	t.deepEqual(steps, [
		{kind: 'apply', line: 4, title: undefined, manifests: 'kind: Pod', withinMs: 30_000},
		{kind: 'fault', line: 5, title: undefined, component: 'etcd', spec: {kind: 'latency', milliseconds: 200, jitter: 20}},
		{kind: 'expect', line: 6, title: undefined, assertion: {kind: 'pod', pod: 'web', ready: true}, withinMs: 120_000},
		{
			kind: 'keeps', line: 8, title: undefined, assertion: {kind: 'http', http: 'service/web'}, forMs: 0, everyMs: 100,
			steps: [{kind: 'kubectl', line: 11, title: undefined, words: ['get', 'pods', '-l', 'app in (a, b)'], prints: undefined, exit: 1, withinMs: 30_000}],
		},
	]);
});

test('manifests may stand in a file beside the scenario', async t => {
	const {steps} = await read('  - apply: {file: web.yaml}', {'web.yaml': 'kind: Service'});
	t.like(steps[0], {kind: 'apply', manifests: 'kind: Service'});
});

const refused: ReadonlyArray<readonly [title: string, steps: string, ...seen: readonly RegExp[]]> = [
	['a mistyped key of a step', '  - expect: {pod: web, ready: true}\n    witin: 30s', /^line 5: there is no key witin; did you mean within\?$/],
	['a mistyped kind of step', '  - exect: {pod: web}', /^line 4: there is no key exect; did you mean expect\?$/],
	['a mistyped key of an assertion', '  - expect:\n      pod: web\n      redy: true', /^line 6: there is no key redy; did you mean ready\?$/],
	['two kinds in one step', '  - {fault: etcd stop, clear: all}', /^line 4: a step has one of .*; found fault and clear$/],
	['an assertion that says nothing', '  - expect: {pod: web}', /^line 4: nothing is said about pod web: phase, ready, reason, exists$/],
	['a fault that there is not', '  - fault: etcd latenzy 200ms', /^line 4: there is no kind of fault "latenzy" \(Did you mean latency\?\)$/],
	['a time without a unit', '  - expect: {pod: web, ready: true}\n    within: "30"', /^line 5: within: expected a time such as 500ms, 30s or 2m$/],
	['a phase that no pod has', '  - expect: {pod: web, phase: Runing}', /^line 4: phase: expected one of "Pending"\|/],
	['keeps without a time and without steps', '  - keeps: {pod: web, ready: true}', /^line 4: keeps takes `for:` a time, or steps `while:` which it holds$/],
	['keeps within keeps', '  - keeps: {pod: web, ready: true}\n    while:\n      - keeps: {pod: web, ready: true}', /^line 6: a step has one of apply, delete, fault, clear, kubectl, expect; found keeps$/],
	['a file that is not there', '  - apply: {file: no.yaml}', /^line 4: ENOENT: no.yaml$/],
	['more than one thing', '  - fault: etcd\n  - expect: {pods: app=web, count: two}', /^line 4: a fault needs a kind/, /^line 5: count: expected number/],
	['what is no YAML', '  - fault: [', /^line \d+: /],
];
for (const [title, steps, ...seen] of refused) {
	test(`refused with its line: ${title}`, async t => {
		const error = await t.throwsAsync<SingleKubeError>(read(steps), {message: 'mine/trial.yaml is no scenario'});
		t.is(error.code, 'SCENARIO_INVALID');
		t.is(error.seen.length, seen.length, error.seen.join('\n'));
		for (const [index, pattern] of seen.entries()) {
			t.regex(error.seen[index]!, pattern);
		}
	});
}

test('an unknown key of the file itself is said, too, and what is missing', async t => {
	const error = await t.throwsAsync<SingleKubeError>(parseScenario('title: x\nteachs: y\nsteps: [{clear: all}]', 'x.yaml', async () => ''));
	t.deepEqual(error.seen, ['line 1: teaches: expected string, received undefined', 'line 2: there is no key teachs; did you mean teaches?']);
});

test('every scenario that single-kube brings can be read, and says what it shows and why', async t => {
	const scenarios = await shippedScenarios();
	t.true(scenarios.length >= 7);
	for (const {name, title, teaches, steps} of scenarios) {
		t.regex(name, /^[a-z-]+$/);
		t.true(title.length > 20 && teaches.length > 100, name);
		t.true(steps.some(({kind}) => kind === 'expect') && JSON.stringify(steps).includes('"fault"'), name);
	}
});
