import test from 'ava';
import {Backoff} from '../../src/agent/backoff.ts';

test('a component that dies for the first time is started at once', t => {
	const backoff = new Backoff();
	t.true(backoff.notBefore('etcd', 1000) <= 1000);
	backoff.started('etcd', 1000);
	t.true(backoff.notBefore('etcd', 1100) <= 1100);
});

test('one that keeps dying waits 0.5 s, then twice as long each time, but never more than 30 s', t => {
	const backoff = new Backoff();
	let now = 0;
	const waits: number[] = [];
	for (let death = 0; death < 10; death++) {
		backoff.started('etcd', now);
		const next = Math.max(now, backoff.notBefore('etcd', now));
		waits.push(next - now);
		now = next;
	}

	t.deepEqual(waits, [0, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
});

test('one that lived for a while is started at once again', t => {
	const backoff = new Backoff();
	backoff.started('etcd', 0);
	backoff.started('etcd', 100);
	t.true(backoff.notBefore('etcd', 200) > 200);
	t.true(backoff.notBefore('etcd', 100_000) <= 100_000);
});

test('others do not wait for it', t => {
	const backoff = new Backoff();
	backoff.started('etcd', 0);
	backoff.started('etcd', 10);
	t.true(backoff.notBefore('kubectl', 20) <= 20);
});
