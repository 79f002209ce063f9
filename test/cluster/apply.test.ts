import {setTimeout as sleep} from 'node:timers/promises';
import test from 'ava';
import {apply, type ApplyContext} from '../../src/cluster/apply.ts';
import type {Engine} from '../../src/engine/engine.ts';
import type {SingleKubeEvent} from '../../src/events.ts';
import {type Plan, PlanBuilder} from '../../src/plan/operations.ts';
import {makeTopology} from '../helpers/topology.ts';

/** An engine that starts containers, each in its time, and says when. */
function fakeEngine(behaviour: Readonly<Record<string, {takes?: number; fails?: string}>>, seen: string[]): Engine {
	const getContainer = (name: string) => ({
		async start() {
			seen.push(`start ${name}`);
			await sleep(behaviour[name]?.takes ?? 1);
			if (behaviour[name]?.fails !== undefined) {
				throw new Error(behaviour[name].fails);
			}

			seen.push(`done ${name}`);
		},
	});
	return {docker: {getContainer}, host: 'unix:///none', origin: 'a test', socketPath: '/none'} as unknown as Engine;
}

const topology = await makeTopology();

async function run(plan: Plan, engine: Engine, signal = new AbortController().signal): Promise<{events: SingleKubeEvent[]; error: unknown}> {
	const events: SingleKubeEvent[] = [];
	const context: ApplyContext = {
		engine, topology, emit: event => events.push(event), signal, limitSeconds: 5, deliver: async () => undefined, cleanHost: async () => undefined,
	};
	const error = await apply(plan, context).then(() => undefined, (reason: unknown) => reason);
	return {events, error};
}

const start = (builder: PlanBuilder, name: string, after: readonly number[] = []): number =>
	builder.add({kind: 'start-container', component: name, name}, 'test', after);

test('operations run side by side, and after what they wait for', async t => {
	const seen: string[] = [];
	const builder = new PlanBuilder();
	const a = start(builder, 'a');
	const b = start(builder, 'b');
	start(builder, 'c', [a, b]);
	const {error} = await run(builder.plan, fakeEngine({a: {takes: 30}, b: {takes: 5}}, seen));
	t.is(error, undefined);
	t.deepEqual(seen, ['start a', 'start b', 'done b', 'done a', 'start c', 'done c']);
});

test('what waits for an operation that failed never begins; what runs is waited for', async t => {
	const seen: string[] = [];
	const builder = new PlanBuilder();
	const a = start(builder, 'a');
	start(builder, 'b');
	start(builder, 'c', [a]);
	const {error, events} = await run(builder.plan, fakeEngine({a: {takes: 5, fails: 'no space left on device'}, b: {takes: 40}}, seen));
	t.like(error, {code: 'ENGINE_OUT_OF_SPACE'});
	t.deepEqual(seen, ['start a', 'start b', 'done b']);
	t.deepEqual(events.map(event => event.type), ['operation-started', 'operation-started', 'operation-failed', 'operation-finished']);
});

test('an interruption begins nothing new and throws its reason', async t => {
	const seen: string[] = [];
	const builder = new PlanBuilder();
	const a = start(builder, 'a');
	start(builder, 'b', [a]);
	const interrupt = new AbortController();
	const running = run(builder.plan, fakeEngine({a: {takes: 30}}, seen), interrupt.signal);
	await sleep(5);
	interrupt.abort(new Error('Ctrl-C'));
	const {error} = await running;
	t.is((error as Error).message, 'Ctrl-C');
	t.deepEqual(seen, ['start a', 'done a']);
});
