/**
 * Start the cluster if it does not run, put two nginx pods and a Service on it, and see that all that a cluster
 * promises is true for them: addresses, services, logs, exec, and a pod that is replaced.
 */
import {formatSmokeReport, requireSuccess, runProgram, runSmokeTest, shown, startCluster} from './src/index.ts';

await runProgram(async signal => {
	const report = await shown(async emit => {
		const cluster = await startCluster({}, emit, signal);
		return runSmokeTest(cluster, emit, signal);
	});

	console.log(process.argv.includes('--json') ? JSON.stringify(report, undefined, 2) : formatSmokeReport(report));
	requireSuccess(report);
});
