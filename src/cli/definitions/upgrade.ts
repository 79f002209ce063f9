import type {Definition} from './definition.ts';
import {dryRun, force, install, limit, origins, version} from './shared.ts';
import {flag} from './values.ts';

export const upgrade: Definition = {
	group: 'Images and versions',
	summary: 'bring a running cluster to another version of Kubernetes, one component at a time',
	words: [{name: 'version', optional: true, complete: 'kubernetes-version'}],
	options: [
		install,
		{...version, hidden: true},
		...origins,
		force,
		limit,
		{flags: '--rollback', description: 'go back from an upgrade that was interrupted', value: flag, inFile: false},
		{...dryRun, description: 'print what would be replaced, in which order'},
	],
	examples: [
		{line: 'upgrade 1.37', says: 'the newest release of a minor version'},
		{line: 'upgrade 1.37 --dry-run', says: 'what would be replaced, in which order'},
		{line: 'upgrade --rollback', says: 'go back from one that was interrupted'},
	],
	load: async () => import('../commands/upgrade.ts'),
};
