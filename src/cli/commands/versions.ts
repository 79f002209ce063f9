import {ignoreEvents} from '../../events.ts';
import {versionsReport} from '../../versions/report.ts';
import {clusterOptions, type Run} from '../invocation.ts';
import {printResult} from '../output.ts';
import {formatVersions} from '../versions-report.ts';

export const run: Run = async ({flags, words: [only]}, signal) => {
	const report = await versionsReport(only, clusterOptions(flags), ignoreEvents, signal);
	printResult(flags, report, () => formatVersions(report, only !== undefined), {
		wide: () => formatVersions(report, true), names: () => only === undefined ? report.versions.map(({version}) => version) : report.versions[0]?.known ?? [],
	});
	return 0;
};
