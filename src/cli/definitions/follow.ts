import type {Definition} from './definition.ts';
import {namespace} from './shared.ts';
import {anyText, duration, flag, oneOf} from './values.ts';

export const follow: Definition = {
	group: 'What is going on',
	summary: 'follow one pod on its way through every part of the cluster, live and timed, to Ready or to what stops it',
	description: [
		'The apiserver, etcd, the scheduler, the kubelet, the gateway and the engine: who did what, when, and how long it took.',
		'It exits 0 when the pod is Ready, 1 when it cannot become it, 4 when the time is over.',
	],
	words: [{name: 'pod', optional: true, description: 'a pod; deployment/web and so on: the next pod of it'}],
	options: [
		namespace,
		{flags: '--new', description: 'the next pod that is made; of a name, the next of that name', value: flag, inFile: false},
		{flags: '--run <image>', description: 'make a pod of this image, follow it to Ready, delete it, and follow it back', value: anyText, inFile: false},
		{flags: '--until <end>', description: 'when to end (default: ready)', value: oneOf(['ready', 'deleted']), inFile: false},
		{flags: '--timeout <time>', description: 'the limit for all of it: 90, 90s, 2m (default: 5m)', value: duration},
	],
	examples: [
		{line: 'follow web-0', says: 'the way that a pod came, as far as it is known, and the rest of it live'},
		{line: 'follow deployment/web', says: 'its next pod: scale it up beside it'},
		{line: 'follow --run single-kube/nginx', says: 'a pod made for this, there and back'},
		{line: 'follow web-0 -o json', says: 'the whole way with all calls, for programs'},
	],
	load: async () => import('../commands/follow.ts'),
};
