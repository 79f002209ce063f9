import {setImmediate as turn} from 'node:timers/promises';
import test from 'ava';
import {Slots} from '../src/slots.ts';

test('no more run at once than there are slots, and all run in the order in which they came', async t => {
	const slots = new Slots(2);
	const order: number[] = [];
	let running = 0;
	let most = 0;
	await Promise.all([0, 1, 2, 3, 4].map(async number => slots.use(async () => {
		order.push(number);
		most = Math.max(most, ++running);
		await turn();
		running--;
	})));
	t.is(most, 2);
	t.deepEqual(order, [0, 1, 2, 3, 4]);
});

test('work that fails frees its slot', async t => {
	const slots = new Slots(1);
	await t.throwsAsync(slots.use(async () => {
		throw new Error('no');
	}), {message: 'no'});
	t.is(await slots.use(async () => 'next'), 'next');
});
