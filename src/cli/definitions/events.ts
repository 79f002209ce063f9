import type {Definition} from './definition.ts';
import {anyText, componentName, flag, since} from './values.ts';

export const events: Definition = {
	group: 'What is going on',
	summary: 'show what happened to components and, by Kubernetes\' own events, in the cluster: one story in the order of time',
	description: ['What the engine tells of components and what the supervisor did is there without the apiserver, too.'],
	options: [
		{flags: '-f, --follow', description: 'go on as things happen, until Ctrl-C', value: flag, inFile: false},
		{flags: '--since <time>', description: 'only what is newer: 10m, 1h30m, 2026-11-22T10:00:00Z (default: 1h)', value: since, inFile: false},
		{flags: '--component <component>', description: 'only what happened to one component, and what it tells itself', value: componentName, inFile: false},
		{flags: '-n, --namespace <namespace>', description: 'of Kubernetes\' events only those of one namespace (default: all)', value: anyText, inFile: false},
	],
	examples: [
		{line: 'events', says: 'the last hour'},
		{line: 'events -f', says: 'and go on: stop a component beside it and see what comes of it'},
		{line: 'events --since 10m --component kube-scheduler', says: 'of one component'},
		{line: 'events -f -o json', says: 'for programs, a record a line'},
	],
	load: async () => import('../commands/events.ts'),
};
