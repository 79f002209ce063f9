/** Run checks side by side: each within its time, and none of them the end of the others. */
import {messageOf, SingleKubeError} from '../errors.ts';
import {orAborted} from '../or-aborted.ts';
import {type Check, error, type Finding, found, type Verdict, worst} from './check.ts';
import type {DoctorContext} from './context.ts';

/** What a check saw, its verdict and what to do. */
export type CheckReport = Finding & {
	readonly name: string;
	readonly about: string;
	readonly quick: boolean;
	/** False when it threw, or was not done in time: its verdict is `error` then. */
	readonly completed: boolean;
	/** What to do, all of it; only where there are problems. */
	readonly fix?: string;
	/** Where docs/ explains the check. */
	readonly page: string;
	readonly seconds: number;
};

/** All that was looked at. */
export type DoctorReport = {
	/** The worst of all. */
	readonly verdict: 'ok' | 'warning' | 'error';
	readonly cluster: string;
	/** How many checks had each verdict. */
	readonly counts: Readonly<Record<Verdict, number>>;
	readonly checks: readonly CheckReport[];
};

/** Milliseconds, for a check that names no limit of its own. */
const defaultLimit = 5000;

/** @returns a report with each of the checks, in their order @throws the signal's reason */
export async function runDoctor(context: DoctorContext, checks: readonly Check[], signal: AbortSignal): Promise<DoctorReport> {
	// Most of them need the engine: the wait for it is the check's that is about it, and takes nothing of the others' time.
	await orAborted(context.engine().catch(() => undefined), signal);
	const reports = await Promise.all(checks.map(async check => runCheck(context, check, signal)));
	const count = (verdict: Verdict): number => reports.filter(report => report.verdict === verdict).length;
	return {
		verdict: worst(reports.map(({verdict}) => verdict)), cluster: context.cluster,
		counts: {ok: count('ok'), warning: count('warning'), error: count('error'), skipped: count('skipped')}, checks: reports,
	};
}

/** @throws the signal's reason, and nothing else */
export async function runCheck(context: DoctorContext, check: Check, signal: AbortSignal): Promise<CheckReport> {
	signal.throwIfAborted();
	const startedAt = performance.now();
	const limit = check.limit ?? defaultLimit;
	const over = AbortSignal.timeout(limit);
	const within = AbortSignal.any([signal, over]);
	let completed = true;
	const finding = await orAborted(check.run(context, within), within).catch((thrown: unknown) => {
		signal.throwIfAborted();
		completed = false;
		return over.aborted ? late(check, limit) : broken(check, thrown);
	});
	const fix = [...new Set(finding.problems.map(problem => problem.fix))].join('\n');
	return {
		name: check.name, about: check.about, quick: check.quick, completed, ...finding, ...fix === '' ? {} : {fix},
		page: `docs/doctor.md#${check.name}`, seconds: Math.round(performance.now() - startedAt) / 1000,
	};
}

function late({name}: Check, limit: number): Finding {
	const seen = `no answer within ${limit / 1000} s`;
	return found(seen, [error(`the check ${name} had ${seen}`, `See whether the machine and its engine are well, then: single-kube doctor ${name}`)]);
}

function broken({name}: Check, thrown: unknown): Finding {
	const lines = [messageOf(thrown), ...thrown instanceof SingleKubeError ? thrown.seen : []];
	const hint = thrown instanceof SingleKubeError ? thrown.hint : undefined;
	return found(lines[0]!, [error(lines.join(': '), hint ?? `Try it alone, with its causes: single-kube doctor ${name} -v`)]);
}
