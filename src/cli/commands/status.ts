import {ignoreEvents} from '../../events.ts';
import {type ClusterReport, clusterReport} from '../../status/report.ts';
import {UsageMeter} from '../../status/usage.ts';
import {exitCodes} from '../exit-codes.ts';
import {clusterOptions, type Flags, type Run} from '../invocation.ts';
import {showLive} from '../live-view.ts';
import {formatResult, printResult} from '../output.ts';
import {formatError} from '../print-error.ts';
import {redraws} from '../redraws.ts';
import {essenceOf, formatStatus} from '../status-report.ts';

/** Seconds between two looks of `--watch`. */
const interval = 2;

export const run: Run = async ({flags}, signal) => {
	if (flags.watch) {
		await watch(flags, signal);
		return exitCodes.ok;
	}

	const report = await clusterReport(clusterOptions(flags), ignoreEvents, signal);
	const {value, text, forms} = shapesOf(report);
	printResult(flags, value, text, forms);
	return report.state === 'running' ? exitCodes.ok : exitCodes.degraded;
};

/** Ended by a person, so that its end is no failure. */
async function watch(flags: Flags, signal: AbortSignal): Promise<void> {
	const meter = new UsageMeter();
	const json = flags.output === 'json';
	await showLive<ClusterReport>({
		look: async limit => clusterReport(clusterOptions(flags), ignoreEvents, limit, meter),
		text(seen, size) {
			if ('failure' in seen) {
				return formatError(seen.failure, {json, verbose: false}).trimEnd();
			}

			const {value, text, forms} = shapesOf(seen, size?.columns);
			return json ? JSON.stringify(value) : formatResult(flags, value, text, forms);
		},
		essence: seen => 'failure' in seen ? formatError(seen.failure, {json: true, verbose: false}) : essenceOf(seen),
		interval: (flags.interval ?? interval) * 1000,
		separator: json ? '' : flags.output === 'yaml' ? '---\n' : flags.output === 'name' ? '\n' : `\n${'─'.repeat(20)}\n`,
		redraws: redraws(flags.output, process.stdout, process.env),
		output: process.stdout,
	}, signal);
}

type Shapes = {readonly value: ClusterReport; readonly text: () => string; readonly forms: NonNullable<Parameters<typeof printResult>[3]>};

function shapesOf(report: ClusterReport, width?: number): Shapes {
	return {
		value: report, text: () => formatStatus(report, {width}),
		forms: {wide: () => formatStatus(report, {wide: true, width}), names: () => report.components.map(({component}) => component)},
	};
}
