import type {EngineCondition} from '../../engine/condition.ts';
import {clockSkewMinutes} from '../../pki/fields.ts';
import {type Check, error, type Finding, found, type Problem, warning} from '../check.ts';
import type {DoctorContext} from '../context.ts';

export type ClockSeen = {
	/** Milliseconds since the epoch. */
	readonly here: number;
	readonly engine: EngineCondition['clock'] | undefined;
};

/** Nobody has this single-kube before then: the newest Kubernetes that it knows came out in September 2026 (docs/versions.md). */
const made = Date.UTC(2026, 7, 1);

/** From so long ago certificates are valid: an engine whose clock is further behind refuses them. */
const tolerated = clockSkewMinutes * 60_000;
const noticed = 5000;

export const clock: Check = {
	name: 'clock', about: 'this machine\'s clock against the engine\'s, and against the age of single-kube', quick: true, atStart: 'refuse',
	run: async context => judgeClock(await look(context)),
};

/** Pure. */
export function judgeClock({here, engine}: ClockSeen): Finding {
	const skew = engine && skewOf(engine);
	const seen = `${new Date(here).toISOString().replace(/\.\d+Z$/, 'Z')}${skew === undefined ? '' : `; the engine's is ${skew === 0 ? 'the same' : `${inSeconds(Math.abs(skew))} ${skew > 0 ? 'ahead' : 'behind'}`}`}`;
	return found(seen, [...early(here), ...skew === undefined ? [] : skewed(skew)]);
}

function early(here: number): Problem[] {
	return here < made ? [warning(`this machine's clock says ${new Date(here).toISOString().slice(0, 10)}, which is before this single-kube was made: certificates of others are not valid yet`, 'sudo timedatectl set-ntp true')] : [];
}

function skewed(skew: number): Problem[] {
	const text = `the engine's clock is ${inSeconds(Math.abs(skew))} ${skew > 0 ? 'ahead of' : 'behind'} this machine's`;
	const fix = 'sudo timedatectl set-ntp true (on both machines); with Docker Desktop, restart it';
	if (skew < -tolerated) {
		return [error(`${text}: certificates that are made here are not valid there yet`, fix)];
	}

	return Math.abs(skew) > noticed ? [warning(`${text}: ages and leases are off by as much`, fix)] : [];
}

/** What a slow answer explains counts as none. */
export function skewOf({engine, asked, answered}: EngineCondition['clock']): number {
	return engine < asked ? engine - asked : engine > answered ? engine - answered : 0;
}

function inSeconds(milliseconds: number): string {
	return `${Math.round(milliseconds / 100) / 10} s`;
}

async function look(context: DoctorContext): Promise<ClockSeen> {
	const condition = await context.condition().catch(() => undefined);
	return {here: Date.now(), engine: condition?.clock};
}
