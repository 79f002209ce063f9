import test from 'ava';
import type {Fault, FaultSpec} from '../../src/faults/fault.ts';
import {judgeFault, nextEnd, type Seen} from '../../src/faults/judge.ts';

const made = 100_000;
const running = {state: 'running', startedAt: made - 50_000, cores: undefined, memoryBytes: undefined} as const;
const fault = (spec: FaultSpec, until?: number): Fault => ({...spec, component: 'etcd', since: made, until});
const seen = (change: Partial<Seen> = {}): Seen => ({container: running, appliedTo: undefined, now: made + 60_000, ...change});

test('a fault whose time is over ends, whatever has become of its component', t => {
	for (const container of [running, {...running, state: 'exited'} as const, undefined]) {
		t.is(judgeFault(fault({kind: 'cut'}, made + 1000), seen({container})), 'end');
	}

	t.is(judgeFault(fault({kind: 'cut'}, made + 90_000), seen()), 'keep');
});

test('a component that was killed or stopped and runs anew was brought back by somebody', t => {
	for (const kind of ['stop', 'kill'] as const) {
		t.is(judgeFault(fault({kind}), seen({container: {...running, state: 'exited'}})), 'keep');
		t.is(judgeFault(fault({kind}), seen()), 'keep', 'it is about to be ended');
		t.is(judgeFault(fault({kind}), seen({container: {...running, startedAt: made + 1000}})), 'over');
	}
});

test('a component that was frozen and runs was thawed by somebody, unless the freeze is only beginning', t => {
	t.is(judgeFault(fault({kind: 'pause'}), seen({container: {...running, state: 'paused'}})), 'keep');
	t.is(judgeFault(fault({kind: 'pause'}), seen({now: made + 100})), 'keep');
	t.is(judgeFault(fault({kind: 'pause'}), seen()), 'over');
});

test('a cut is made again for each new start, by the clock of whoever saw the one before', t => {
	t.is(judgeFault(fault({kind: 'cut'}), seen({container: {...running, startedAt: made + 5000}})), 'again');
	t.is(judgeFault(fault({kind: 'cut'}), seen({container: {...running, startedAt: made + 5000}, appliedTo: made + 5000})), 'keep');
	t.is(judgeFault(fault({kind: 'cut'}), seen({container: {...running, startedAt: made - 10}, appliedTo: made - 50_000})), 'again');
	t.is(judgeFault(fault({kind: 'cut'}), seen({container: {...running, state: 'exited', startedAt: made + 5000}})), 'keep');
});

test('a latency is tried again and again, but not while it is being made', t => {
	const late = fault({kind: 'latency', milliseconds: 200, jitter: 0});
	t.is(judgeFault(late, seen({now: made + 1000})), 'keep');
	t.is(judgeFault(late, seen()), 'again');
	t.is(judgeFault(late, seen({now: made + 1000, container: {...running, startedAt: made + 500}})), 'again');
});

test('limits are set again on a container that was made anew without them, and not while they are taken back', t => {
	const anew = {...running, startedAt: made + 5000};
	const slow = fault({kind: 'limit-cpu', cores: 0.2});
	t.is(judgeFault(slow, seen({container: {...anew, cores: 0.2}})), 'keep');
	t.is(judgeFault(slow, seen({container: anew})), 'again');
	t.is(judgeFault(slow, seen()), 'keep');
	const small = fault({kind: 'limit-memory', bytes: 3e8});
	t.is(judgeFault(small, seen({container: {...anew, memoryBytes: 3e8}})), 'keep');
	t.is(judgeFault(small, seen({container: anew})), 'again');
	t.is(judgeFault(small, seen()), 'keep');
});

test('the next end is that of the first fault that has one', t => {
	t.is(nextEnd([fault({kind: 'cut'}), fault({kind: 'pause'}, made + 9000), fault({kind: 'stop'}, made + 4000)], made), 4000);
	t.is(nextEnd([fault({kind: 'pause'}, made - 9000)], made), 0);
	t.is(nextEnd([fault({kind: 'cut'})], made), undefined);
});
