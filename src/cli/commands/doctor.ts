import {examine} from '../../doctor/doctor.ts';
import type {CheckName} from '../../doctor/names.ts';
import {formatDoctor, formatDoctorWide} from '../doctor-report.ts';
import {exitCodes} from '../exit-codes.ts';
import {clusterOptions, type Run} from '../invocation.ts';
import {printResult} from '../output.ts';

export const run: Run = async ({words, flags}, signal) => {
	const report = await examine({...clusterOptions(flags), checks: words as readonly CheckName[], quick: flags.quick}, signal);
	printResult(flags.json ? {...flags, output: 'json'} : flags, report, () => formatDoctor(report), {
		wide: () => formatDoctorWide(report), names: () => report.checks.map(({name}) => name),
	});
	return report.verdict === 'error' ? exitCodes.preflight : exitCodes.ok;
};
