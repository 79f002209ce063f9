/** One check: what it found, how long it took, and when it failed what was seen. */
import {type Emit} from '../events.ts';
import {messageOf, SingleKubeError} from '../errors.ts';

/** What came of one check of the smoke test. */
export type CheckResult = {
	readonly check: string;
	readonly ok: boolean;
	readonly seconds: number;
	/** One line: the address that answered, or why it failed. */
	readonly detail: string;
	/** What was seen when it failed, a line each. */
	readonly seen: readonly string[];
};

/** A check that passed, with what it found for those after it. */
export type Passed<T> = {readonly value: T; readonly detail: string};

export type CheckRunner = {
	readonly results: CheckResult[];
	/**
	 * Run a check and note its result. @returns what it found; undefined when it failed, was not tried because `needs` has
	 * an undefined in it, or the test was aborted
	 */
	readonly run: <T>(check: string, needs: readonly unknown[], work: () => Promise<Passed<T>>) => Promise<T | undefined>;
};

/** @param investigate asked for more to see when a check failed; what it throws is shown instead */
export function createCheckRunner(emit: Emit, investigate: () => Promise<readonly string[]>, signal: AbortSignal): CheckRunner {
	const results: CheckResult[] = [];
	const finish = (result: CheckResult): void => {
		results.push(result);
		const {check, ok, seconds, detail} = result;
		emit({type: 'check-finished', check, ok, seconds, detail});
	};

	return {
		results,
		async run(check, needs, work) {
			signal.throwIfAborted();
			if (needs.includes(undefined)) {
				finish({check, ok: false, seconds: 0, detail: 'not tried: a check that it needs failed', seen: []});
				return undefined;
			}

			const startedAt = performance.now();
			const seconds = (): number => Math.round(performance.now() - startedAt) / 1000;
			try {
				const {value, detail} = await work();
				finish({check, ok: true, seconds: seconds(), detail, seen: []});
				return value;
			} catch (error) {
				signal.throwIfAborted();
				const took = seconds();
				const more = await investigate().catch((failure: unknown) => [`nothing more could be seen: ${messageOf(failure)}`]);
				finish({check, ok: false, seconds: took, detail: messageOf(error), seen: [...error instanceof SingleKubeError ? error.seen : [], ...more]});
				return undefined;
			}
		},
	};
}
