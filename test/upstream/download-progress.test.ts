import test from 'ava';
import type {SingleKubeEvent} from '../../src/events.ts';
import {reportProgress} from '../../src/upstream/download-progress.ts';

test('progress is told ten times a second at most, and the end always', t => {
	const events: SingleKubeEvent[] = [];
	let now = 0;
	const report = reportProgress('kubelet', event => events.push(event), () => now);
	for (; now <= 1000; now += 10) {
		report(now, 1001);
	}

	report(1001, 1001);
	t.deepEqual(events.map(event => event.type === 'download-progressed' ? event.bytes : undefined), [...Array.from({length: 11}, (_, index) => index * 100), 1001]);
});
