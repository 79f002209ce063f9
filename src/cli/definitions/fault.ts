import {faultKinds} from '../../faults/fault.ts';
import {kindsInWords} from '../../faults/words.ts';
import type {Definition} from './definition.ts';
import {anyText, duration, flag} from './values.ts';

const kinds = faultKinds.map(kind => {
	const {does, amount} = kindsInWords[kind];
	return `  ${kind}${amount === undefined ? '' : ` ${amount}`}: ${does}`;
});

export const fault: Definition = {
	group: 'Components',
	summary: 'break a component on purpose, see what is broken, and put it back',
	description: [
		'Kinds of faults:',
		...kinds,
		'A component may have several faults of different kinds. Each lasts until it is cleared, until its time is over, or until the cluster is stopped.',
	],
	words: [
		{name: 'action', actions: {add: 'COMPONENT KIND [AMOUNT]: break it', list: 'show what is broken, and what to expect of it', clear: '[COMPONENT [KIND]]: put it back; without a word, everything', run: 'SCENARIO...: run scenarios, files or by name: what is broken, and what has to be true meanwhile (docs/scenarios.md)'}},
		{name: 'words', optional: true, many: true, description: 'of the action', complete: 'fault'},
	],
	options: [
		{flags: '--for <time>', description: 'of add: put it back after so long: 30s, 2m', value: duration, inFile: false},
		{flags: '--jitter <time>', description: 'of a latency: up to so much more or less: 20ms', value: anyText, inFile: false},
		{flags: '--list', description: 'of run: the scenarios that single-kube brings', value: flag, inFile: false},
	],
	examples: [
		{line: 'fault add scheduler pause', says: 'new pods stay Pending'},
		{line: 'fault add etcd latency 200ms --for 30s', says: 'a slow disk, for a while'},
		{line: 'fault list', says: 'what is broken, how long yet, and what to expect'},
		{line: 'fault clear scheduler', says: 'put it back'},
		{line: 'fault run --list', says: 'scenarios: lessons that run'},
		{line: 'fault run scheduler-killed', says: 'one of them; a path runs one of yours'},
	],
	load: async () => import('../commands/fault.ts'),
};
