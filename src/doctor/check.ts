/** What a check is, and the words in which each of them speaks. Pure. */
import type {DoctorContext} from './context.ts';
import type {CheckName} from './names.ts';

/** `error`: a start fails, or the cluster does not work. `warning`: it works, and something is to be known or mended. `skipped`: nobody here can tell. */
export type Verdict = 'ok' | 'warning' | 'error' | 'skipped';

export type Problem = {
	readonly severity: 'warning' | 'error';
	/** What is the matter, one line with the values seen. */
	readonly text: string;
	/** What to do, if possible a command to paste; more than one have a line each. */
	readonly fix: string;
};

export type Finding = {
	readonly verdict: Verdict;
	/** The values that were seen, on one line; of a skipped check why it was. */
	readonly seen: string;
	/** The errors first. */
	readonly problems: readonly Problem[];
};

export type Check = {
	readonly name: CheckName;
	/** What it looks at, one line. */
	readonly about: string;
	/** Whether it needs less than 50 ms, once the engine answers. */
	readonly quick: boolean;
	/**
	 * What a start does about its problems: say them all; say the warnings and stop at an error, because it would fail anyhow, later and
	 * with less to say; or nothing, where start finds out itself, or can go on without.
	 */
	readonly atStart: 'warn' | 'refuse' | 'nothing';
	/** How long it may take, in milliseconds; 5000 by default. */
	readonly limit?: number;
	readonly run: (context: DoctorContext, signal: AbortSignal) => Promise<Finding>;
};

/** @param problems none means that all is well */
export function found(seen: string, problems: readonly Problem[]): Finding {
	const sorted = [...problems.filter(({severity}) => severity === 'error'), ...problems.filter(({severity}) => severity === 'warning')];
	return {verdict: sorted[0]?.severity ?? 'ok', seen, problems: sorted};
}

export function skipped(why: string): Finding {
	return {verdict: 'skipped', seen: why, problems: []};
}

export function warning(text: string, fix: string): Problem {
	return {severity: 'warning', text, fix};
}

export function error(text: string, fix: string): Problem {
	return {severity: 'error', text, fix};
}

/** The worst of many: `skipped` counts as `ok`. */
export function worst(verdicts: readonly Verdict[]): 'ok' | 'warning' | 'error' {
	return verdicts.includes('error') ? 'error' : verdicts.includes('warning') ? 'warning' : 'ok';
}
