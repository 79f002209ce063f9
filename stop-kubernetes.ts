/** npm stop: take pods and components down; what the cluster knows stays, and npm start brings it back. */
import {runProgram, shown, stopCluster} from './src/index.ts';

await runProgram(async signal => {
	const done = await shown(async emit => stopCluster({}, emit, signal));

	console.log(`${done.length === 0 ? 'The cluster was stopped already.' : 'The cluster is stopped; its data is kept.'} What to do next:

  npm start                              bring it back
  npx single-kube delete                 remove it with all that it has`);
});
