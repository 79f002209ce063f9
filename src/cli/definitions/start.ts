import type {Definition} from './definition.ts';
import {dryRun, force, making, someComponents, starting, tuning} from './shared.ts';
import {flag} from './values.ts';

export const start: Definition = {
	group: 'Clusters',
	summary: 'bring a cluster up: a new one, a stopped one, or one that is half-made; or only some components',
	words: [someComponents],
	options: [
		...making,
		...tuning,
		...starting,
		force,
		dryRun,
		{flags: '--trace', description: 'log each call of the kubelet to the engine: single-kube logs agent', value: flag},
		{flags: '--dashboard', description: 'open the dashboard when the cluster is there; it needs a terminal', value: flag, inFile: false},
		{flags: '--timings', description: 'print the critical path at the end', value: flag, inFile: false},
	],
	examples: [
		{line: 'start', says: 'a cluster, and kubectl\'s context set to it'},
		{line: 'start --dashboard', says: 'and look at it'},
		{line: 'start --name two', says: 'a second cluster beside the first'},
		{line: 'start --kubernetes-version 1.36', says: 'the newest release of a minor version'},
		{line: 'start --port 8080:30080', says: '127.0.0.1:8080 leads to node port 30080'},
		{line: 'start --addons +ingress', says: 'with an ingress controller'},
		{line: 'start kube-scheduler', says: 'a component that was stopped'},
		{line: 'start --extra-config apiserver.v=4', says: 'a flag of a component, on a running cluster, too'},
		{line: 'start --memory 4g --cpus 2 --wait', says: 'a smaller node, and wait for its pods'},
		{line: 'start --dry-run', says: 'what would be done, and why'},
	],
	load: async () => import('../commands/start.ts'),
};
