import {checkOptions} from '../../cluster/options.ts';
import {chooseChecks} from '../../doctor/checks.ts';
import {openContext} from '../../doctor/context.ts';
import {runDoctor} from '../../doctor/run-doctor.ts';
import {formatDoctor, formatDoctorWide} from '../doctor-report.ts';
import {exitCodes} from '../exit-codes.ts';
import {clusterOptions, type Run} from '../invocation.ts';
import {printResult} from '../output.ts';

export const run: Run = async ({words, flags}, signal) => {
	const options = clusterOptions(flags);
	checkOptions(options);
	const quick = flags.quick ?? false;
	const report = await runDoctor(openContext(options, quick, signal), chooseChecks(words, quick), signal);
	printResult(flags.json ? {...flags, output: 'json'} : flags, report, () => formatDoctor(report), {
		wide: () => formatDoctorWide(report), names: () => report.checks.map(({name}) => name),
	});
	return report.verdict === 'error' ? exitCodes.preflight : exitCodes.ok;
};
