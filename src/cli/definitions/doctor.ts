import {checkNames} from '../../doctor/names.ts';
import type {Definition} from './definition.ts';
import {making} from './shared.ts';
import {flag} from './values.ts';

export const doctor: Definition = {
	group: 'What is going on',
	summary: 'check whether this machine and its engine can carry a cluster; exit code 5 when they cannot',
	description: [
		'Each check says what it has seen, a verdict (ok, warning, error, skipped) and, where something is the matter, what to do.',
		'With the options of a start it checks for that start: its ports, its ranges, its version.',
	],
	words: [{name: 'checks', optional: true, many: true, choices: checkNames}],
	options: [
		{flags: '--quick', description: 'only the checks that take no time, as a start does them', value: flag, inFile: false},
		{flags: '--json', description: 'the same as -o json', value: flag, inFile: false},
		...making,
		{flags: '--no-kubeconfig', description: 'for a start that leaves your kubeconfig alone', value: flag},
	],
	examples: [
		{line: 'doctor', says: 'every check'},
		{line: 'doctor ports dns', says: 'some of them'},
		{line: 'doctor ports --api-port 6443 --port 8080:30080', says: 'whether a start with these ports would get them'},
		{line: 'doctor --quick --json', says: 'for programs'},
	],
	load: async () => import('../commands/doctor.ts'),
};
