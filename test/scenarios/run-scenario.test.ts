import test from 'ava';
import {SingleKubeError} from '../../src/errors.ts';
import {judgeEvent} from '../../src/event-fields.ts';
import type {SingleKubeEvent} from '../../src/events.ts';
import {addCommand} from '../../src/faults/words.ts';
import type {Hands} from '../../src/scenarios/hands.ts';
import {parseScenario} from '../../src/scenarios/read.ts';
import {runScenario} from '../../src/scenarios/run-scenario.ts';

/** A cluster of words: what is done is noted, and `answers` says what kubectl prints. */
function fakeHands(answers: (words: string) => string | Error, more: Partial<Hands> = {}): {hands: Hands; done: string[]} {
	const done: string[] = [];
	const hands = {
		cluster: 'c', namespace: 'own',
		api: {
			async create(_: string, object: {metadata: {name: string}}) {
				done.push(`make ${object.metadata.name}`);
			},
			get: async () => ({}),
			async delete(path: string) {
				done.push(`delete ${path}`);
			},
		},
		asker: {ask: async () => ({status: 200, body: ''}), close: async () => undefined},
		well: async () => ({ok: true, seen: 'well'}),
		async kubectl(words: readonly string[], _: AbortSignal, input?: string) {
			const said = answers(words.join(' '));
			done.push(`kubectl ${words.join(' ').replace('--namespace own ', '').replace(/ --(?!all).*/, '')}${input === undefined ? '' : ` < ${input.trim()}`}`);
			return said instanceof Error ? {exitCode: 1, stdout: '', stderr: said.message} : {exitCode: 0, stdout: said, stderr: ''};
		},
		async addFault(component: string, spec: Parameters<typeof addCommand>[1]) {
			done.push(addCommand(component, spec));
			return {component, expect: 'trouble'};
		},
		async clearFaults(component?: string) {
			done.push(`clear ${component ?? 'all'}`);
			return 1;
		},
		...more,
	} as unknown as Hands;
	return {hands, done};
}

const scenario = async (steps: string, more = '') => parseScenario(`title: x\nteaches: y\n${more}steps:\n${steps}`, 'trial.yaml', async () => '');
const {signal} = new AbortController();

test('its steps are done in order, and all is put back: faults first, then its namespace', async t => {
	const {hands, done} = fakeHands(() => 'created');
	const events: SingleKubeEvent[] = [];
	const report = await runScenario(hands, await scenario('  - fault: scheduler pause\n  - {kubectl: get pods, prints: eat}\n  - clear: scheduler'), event => events.push(event), signal);
	t.true(report.ok);
	t.deepEqual(report.steps.map(({step, line, result}) => [step, line, result]), [
		['the cluster is well', 0, 'passed'], ['namespace own', 0, 'passed'], ['fault: scheduler paused', 4, 'passed'], ['kubectl get pods', 5, 'passed'], ['put back scheduler', 6, 'passed'], ['all is put back', 0, 'passed'],
	]);
	t.deepEqual(report.reproduce, []);
	t.deepEqual(done, ['make own', 'single-kube fault add scheduler pause', 'kubectl get pods', 'clear scheduler', 'clear scheduler', 'delete /api/v1/namespaces/own']);
	t.deepEqual(events.map(event => judgeEvent({...event, at: 1})).filter(wrong => wrong !== undefined), []);
});

test('after a step that fails the others are not tried, all is put back, and the report says how to do the same', async t => {
	const {hands, done} = fakeHands(() => new Error('refused'));
	const report = await runScenario(hands, await scenario('  - fault: etcd latency 1s\n  - {kubectl: get pods, within: 1ms}\n  - {kubectl: get nodes}'), () => undefined, signal);
	t.false(report.ok);
	t.deepEqual(report.steps.slice(2).map(({result, detail}) => [result, detail]), [['passed', 'etcd: trouble'], ['failed', 'exit code 1: refused'], ['skipped', ''], ['passed', 'well']]);
	t.deepEqual(report.reproduce, ['single-kube fault add etcd latency 1s --name c', 'single-kube --name c kubectl -n own get pods']);
	t.deepEqual(done.slice(-2), ['clear etcd', 'delete /api/v1/namespaces/own']);
});

test('a fault that cannot be made is a step that failed, and is put back all the same: it may have been begun', async t => {
	const {hands, done} = fakeHands(() => '', {async addFault() {
		throw new SingleKubeError('COMPONENT_NOT_RUNNING', 'etcd does not run', {hint: ''});
	}});
	const report = await runScenario(hands, await scenario('  - fault: etcd stop'), () => undefined, signal);
	t.like(report.steps[2], {result: 'failed', detail: 'etcd does not run'});
	t.true(done.includes('clear etcd'));
});

test('what does not hold while steps are done fails, and ends them', async t => {
	let asked = 0;
	const {hands} = fakeHands(() => '', {asker: {
		ask: async () => ++asked < 3 ? {status: 200, body: ''} : {failure: 'timed out'}, close: async () => undefined,
	}});
	const report = await runScenario(hands, await scenario('  - keeps: {http: service/web}\n    every: 10ms\n    while:\n      - fault: apiserver stop\n      - {kubectl: get x, prints: never, within: 10m}'), () => undefined, signal);
	t.false(report.ok);
	t.deepEqual(report.steps.filter(({result}) => result === 'failed').map(({detail}) => detail), ['at look 3 no longer service/web answers 200: no answer: timed out']);
});

test('a step that fails within keeps fails it, too', async t => {
	const {hands} = fakeHands(() => new Error('no'));
	const report = await runScenario(hands, await scenario('  - keeps: {http: service/web}\n    while:\n      - {kubectl: get x, within: 1ms}\n      - {fault: etcd stop}'), () => undefined, signal);
	t.deepEqual(report.steps.filter(({result}) => result === 'failed').map(({line}) => line), [6, 4]);
});

test('an interruption puts all back before it is passed on', async t => {
	const stop = new AbortController();
	const {hands, done} = fakeHands(() => {
		stop.abort(new Error('Ctrl-C'));
		return '';
	});
	await t.throwsAsync(runScenario(hands, await scenario('  - fault: etcd stop\n  - {kubectl: get x, prints: never}'), () => undefined, stop.signal));
	t.deepEqual(done.slice(-2), ['clear etcd', 'delete /api/v1/namespaces/own']);
});

test('in a namespace that is there already, what was applied is deleted, the last first', async t => {
	const {hands, done} = fakeHands(() => 'done');
	const report = await runScenario(hands, await scenario('  - apply: a\n  - apply: b', 'namespace: default\n'), () => undefined, signal);
	t.true(report.ok);
	t.deepEqual(done, ['kubectl apply < a', 'kubectl apply < b', 'kubectl delete < b', 'kubectl delete < a']);
});

test('a cluster that is not well after it is a failure', async t => {
	let asked = 0;
	const {hands} = fakeHands(() => '', {well: async () => {
		if (++asked > 1) {
			throw new SingleKubeError('ENGINE_CALL_FAILED', 'the engine is gone', {hint: ''});
		}

		return {ok: true, seen: ''};
	}});
	const report = await runScenario(hands, await scenario('  - {kubectl: get x}'), () => undefined, signal);
	t.false(report.ok);
	t.like(report.steps.at(-1), {step: 'all is put back', result: 'failed', detail: 'the engine is gone'});
});
