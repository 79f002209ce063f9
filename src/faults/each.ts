import type {Fault} from './fault.ts';

/**
 * Do something about each of these faults, whatever becomes of the others. Those of one component come one after another:
 * the engine mixes up two changes of one container's limits.
 *
 * @returns what went wrong, a reason for each that failed
 */
export async function eachFault(faults: readonly Fault[], work: (fault: Fault) => Promise<void>): Promise<unknown[]> {
	const reasons: unknown[] = [];
	await Promise.all([...new Set(faults.map(({component}) => component))].map(async id => {
		for (const fault of faults.filter(({component}) => component === id)) {
			try {
				await work(fault);
			} catch (error) {
				reasons.push(error);
			}
		}
	}));
	return reasons;
}
