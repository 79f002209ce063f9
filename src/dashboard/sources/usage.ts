/** What the containers use of the machine. */
import {setTimeout as sleep} from 'node:timers/promises';
import {sampleUsage, usageBetween, type UsageSample} from '../../engine/stats.ts';
import {again} from './again.ts';
import type {Subject} from './subject.ts';

/** Milliseconds between two samples: each asks the engine once for each container. */
const period = 5000;
const first = 1000;

/** Follow until the signal says so. That the engine is gone, others tell. */
export async function followUsage({engine, cluster, push}: Subject, signal: AbortSignal): Promise<void> {
	await again(async inner => {
		let before: UsageSample[] | undefined;
		for (;;) {
			const after = await sampleUsage(engine, cluster);
			if (before) {
				push({type: 'usage-sampled', usage: Object.fromEntries(usageBetween(before, after).map(({container, cpuPercent, memoryBytes}) => [container, {cpuPercent, memoryBytes}]))});
			}

			await sleep(before ? period : first, undefined, {signal: inner});
			before = after;
		}
	}, signal, () => undefined);
}
