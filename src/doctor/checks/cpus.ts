import {availableParallelism, loadavg} from 'node:os';
import {type Check, type Finding, found, type Problem, skipped, warning} from '../check.ts';
import {engineElsewhere} from '../context.ts';

/** `load`: runnable processes, averaged over the last minute; only of this machine. */
export type CpusSeen = {readonly cpus: number; readonly load: number | undefined};

export const cpus: Check = {
	name: 'cpus', about: 'processors of the engine\'s machine, and what they have to do', quick: true, atStart: 'nothing',
	async run(context) {
		const elsewhere = await engineElsewhere(context);
		const count = (await context.condition().catch(() => undefined))?.cpus ?? (elsewhere === undefined ? availableParallelism() : undefined);
		return count === undefined ? skipped(elsewhere!) : judgeCpus({cpus: count, load: elsewhere === undefined ? loadavg()[0] : undefined});
	},
};

/** Pure. */
export function judgeCpus({cpus, load}: CpusSeen): Finding {
	return found(`${cpus}${load === undefined ? '' : `, load ${load.toFixed(1)}`}`, [...few(cpus), ...busy(cpus, load)]);
}

function few(cpus: number): Problem[] {
	return cpus < 2 ? [warning('the engine\'s machine has one CPU: a start takes about twice as long as with two', 'Give it another one; Docker Desktop has it under Settings, Resources')] : [];
}

/** Where four processes wait for each CPU, probes and leases run out of time. */
function busy(cpus: number, load: number | undefined): Problem[] {
	return load !== undefined && load > 4 * cpus ? [warning(`the load is ${load.toFixed(1)} on ${cpus} CPUs: a start may run out of time`, 'See what is busy: top -bn1 | head -15. Or be patient: npx single-kube start --timeout 10m')] : [];
}
