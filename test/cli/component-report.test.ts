import test from 'ava';
import {formatExported} from '../../src/cli/commands/export-logs.ts';
import {formatComponents} from '../../src/cli/component-report.ts';

test('each component says in a line what it is now', t => {
	const container = 'sk-default-x';
	t.is(formatComponents({components: [
		{component: 'etcd', container, state: 'running', held: false}, {component: 'kube-scheduler', container, state: 'exited', held: true},
		{component: 'kubectl', container, state: 'exited', held: false}, {component: 'dns', container, state: 'paused', held: false}, {component: 'ingress', container, state: 'missing', held: false},
	]}), [
		'etcd runs (sk-default-x)', 'kube-scheduler is stopped, and stays so until it is started (sk-default-x)', 'kubectl has ended (sk-default-x)', 'dns is paused (sk-default-x)', 'ingress has no container (sk-default-x)',
	].join('\n'));
});

test('exported logs say where they are and what is missing among them', t => {
	const exported = {cluster: 'default', path: '/tmp/logs', files: ['a', 'b'], bytes: 1_234_567};
	t.is(formatExported({...exported, missing: []}), 'The logs of default are in /tmp/logs: 2 files, 1.2 MB');
	t.regex(formatExported({...exported, missing: [{path: 'kubernetes/', message: 'no answer'}]}), /kubernetes\/\) stands in errors\.txt/);
});
