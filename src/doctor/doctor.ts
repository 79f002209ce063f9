/** The doctor for programs: what the command does, without its words. */
import {checkOptions, type ClusterOptions} from '../cluster/options.ts';
import {chooseChecks} from './checks.ts';
import {openContext} from './context.ts';
import type {CheckName} from './names.ts';
import {type DoctorReport, runDoctor} from './run-doctor.ts';

/** The cluster that is asked about, and what to look at. */
export type DoctorOptions = ClusterOptions & {
	/** All by default. */
	readonly checks?: readonly CheckName[];
	/** Only those that take no time. */
	readonly quick?: boolean;
};

/**
 * Look whether this machine and its engine can carry the cluster that a start with these options would make. Changes nothing, and starts
 * no engine.
 *
 * @throws SingleKubeError OPTION_INVALID and others for options that no start would take; the signal's reason
 */
export async function examine({checks = [], quick = false, ...options}: DoctorOptions = {}, signal: AbortSignal = new AbortController().signal): Promise<DoctorReport> {
	checkOptions(options);
	return runDoctor(openContext(options, quick, signal), chooseChecks(checks, quick), signal);
}
