/** Look again and again until it is as it should be, or the time is over. */
import {setTimeout as sleep} from 'node:timers/promises';
import type {Judgement} from './assertions/judge.ts';

/** Between two looks, in milliseconds. */
const pause = 200;

/** @returns the last judgement, which is good unless the time passed @throws what `look` throws; the signal's reason */
export async function until(withinMs: number, signal: AbortSignal, look: () => Promise<Judgement>): Promise<Judgement> {
	const end = performance.now() + withinMs;
	for (;;) {
		const judgement = await look();
		if (judgement.ok || performance.now() >= end) {
			return judgement;
		}

		await sleep(pause, undefined, {signal});
	}
}

/**
 * See that it stays as it should be, from the first look on.
 *
 * @param during how long: it is looked at once at least, and until this resolves
 * @returns the first bad judgement, else the last one; and how often was looked
 */
export async function always(during: Promise<unknown>, everyMs: number, signal: AbortSignal, look: () => Promise<Judgement>): Promise<Judgement & {readonly looks: number}> {
	let over = false;
	const ended = during.finally(() => {
		over = true;
	}).catch(() => undefined);
	for (let looks = 1; ; looks++) {
		const judgement = await look();
		// A last look comes after the end: what broke with the last step counts.
		if (!judgement.ok || over) {
			return {...judgement, looks};
		}

		await Promise.race([ended, sleep(everyMs, undefined, {signal})]);
	}
}
