import {setTimeout as sleep} from 'node:timers/promises';
import test from 'ava';
import {InOrder} from '../../src/agent/in-order.ts';

test('work for one name is done in the order in which it was begun, work for another one does not wait for it', async t => {
	const done: string[] = [];
	const order = new InOrder(error => {
		t.fail(String(error));
	});
	const slow = Promise.withResolvers<void>();
	order.begin('a', async () => {
		await slow.promise;
		done.push('a1');
	});
	order.begin('a', async () => {
		done.push('a2');
	});
	order.begin('b', async () => {
		done.push('b');
	});
	await sleep(5);
	t.deepEqual(done, ['b']);
	slow.resolve();
	await sleep(5);
	t.deepEqual(done, ['b', 'a1', 'a2']);
});

test('a failure is told', async t => {
	const failure = await new Promise(resolve => {
		new InOrder(resolve).begin('a', async () => {
			throw new Error('no such volume');
		});
	});
	t.is((failure as Error).message, 'no such volume');
});
