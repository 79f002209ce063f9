import type {Definition} from './definition.ts';
import {limit} from './shared.ts';
import {anyText, flag} from './values.ts';

export const kill: Definition = {
	group: 'Components',
	summary: 'let components crash, and see them come back',
	description: ['The agent starts again what dies; what is to stay away is stopped: single-kube stop COMPONENT.'],
	words: [{name: 'component', many: true, description: 'etcd, kubelet, kubelet@node-1 and so on', complete: 'component'}],
	options: [
		{flags: '-s, --signal <signal>', description: 'what to send: KILL, TERM, 15 (default: KILL)', value: anyText, inFile: false},
		{flags: '--wait', description: 'wait until they were started again and are ready', value: flag, inFile: false},
		limit,
	],
	examples: [
		{line: 'kill etcd', says: 'a crash'},
		{line: 'kill kube-apiserver --wait', says: 'and back when it is over'},
		{line: 'kill kubelet --signal TERM', says: 'it may tidy up'},
	],
	load: async () => import('../commands/kill.ts'),
};
