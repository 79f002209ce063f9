import type {Definition} from './definition.ts';
import {install} from './shared.ts';

export const tunnel: Definition = {
	group: 'From this machine',
	summary: 'make services, pods and their names reachable from this machine until Ctrl-C (Linux)',
	options: [
		install,
	],
	examples: [
		{line: 'tunnel', says: 'then: curl http://web.default.svc.cluster.local'},
	],
	load: async () => import('../commands/tunnel.ts'),
};
