/**
 * npm start: one command gives a working cluster, and nginx's welcome page to prove it.
 * What is not there yet (a Docker engine, images) is made; what is there is left as it is.
 */
import {requireSuccess, runProgram, runSmokeTest, shown, startCluster} from './src/index.ts';

await runProgram(async signal => {
	const {cluster, report} = await shown(async emit => {
		const cluster = await startCluster({}, emit, signal);
		return {cluster, report: await runSmokeTest(cluster, emit, signal)};
	});

	console.log(report.page ?? '');
	requireSuccess(report);
	console.log(`The cluster ${cluster.name} runs: Kubernetes ${cluster.spec.kubernetesVersion}. What to do next:

  npx single-kube kubectl get pods -A    kubectl of the cluster's own version; your own kubectl's context is set, too
  npx single-kube exec                   a shell with kubectl and its completion
  npx single-kube status                 every component, each a container
  npm stop                               take it down and keep the data`);
});
