import type {Definition} from './definition.ts';
import {count, flag, since} from './values.ts';

export const logs: Definition = {
	group: 'What is going on',
	summary: 'show the log of a component, of several, or of all',
	description: ['Of more than one, in the order of their times, each line behind the name of who said it. Pods\' logs: single-kube kubectl logs POD.'],
	words: [{name: 'component', optional: true, many: true, description: 'etcd, kubelet, kubelet@node-1 and so on; without one, all of them', complete: 'component'}],
	options: [
		{flags: '-f, --follow', description: 'go on as new lines come, over every restart of the component', value: flag, inFile: false},
		{flags: '--tail <lines>', description: 'show only the last lines of each', value: count, inFile: false},
		{flags: '--since <time>', description: 'only what is newer: 10m, 1h30m, 2026-11-22T10:00:00Z', value: since, inFile: false},
		{flags: '-t, --timestamps', description: 'with the time of each line', value: flag, inFile: false},
		{flags: '-p, --previous', description: 'what it said before it was started last', value: flag, inFile: false},
		{flags: '--all', description: 'every component, as without a name', value: flag, inFile: false},
	],
	examples: [
		{line: 'logs kube-apiserver -f', says: 'and go on as lines come'},
		{line: 'logs kubelet --tail 20', says: 'the last 20 lines'},
		{line: 'logs etcd kube-apiserver --since 10m', says: 'two of them, in the order of their times'},
		{line: 'logs --all -f --tail 0', says: 'what everybody says from now on'},
		{line: 'logs kube-scheduler --previous', says: 'before it died'},
	],
	load: async () => import('../commands/logs.ts'),
};
