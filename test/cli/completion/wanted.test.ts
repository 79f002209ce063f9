import test from 'ava';
import {wanted} from '../../../src/cli/completion/wanted.ts';
import {commandNames} from '../../../src/cli/definitions/all.ts';

/** A line that ends in a space has an empty word at its end. */
function at(line: string): ReturnType<typeof wanted> {
	return wanted(line.split(' '));
}

const offers = test.macro({
	exec(t, line: string, expected: readonly string[]) {
		t.deepEqual(at(line).candidates.map(({value}) => value), expected);
	},
	title: (_, line) => `offers for "${line}"`,
});

test(offers, '', commandNames);
test(offers, 'delet', ['delete']);
test(offers, '--name two delet', ['delete']);
test(offers, '--name=two delet', ['delete']);
test(offers, '-q kubec', ['kubectl', 'kubeconfig']);
test(offers, 'start --api', ['--api-port']);
test(offers, '--pro', ['--profile', '--progress']);
test(offers, 'start --source ', ['registry', 'debian', 'local', 'bundle']);
test(offers, 'start --source=de', ['debian']);
test(offers, 'engine st', ['status', 'start', 'stop']);
test(offers, 'images build re', ['redis', 'registry']);
test(offers, 'images build redis re', ['redis', 'registry']);
test(offers, 'exec ls --', []);
test(offers, 'engine status st', []);

const looksUp = test.macro({
	exec(t, line: string, what: string, current: string, prefix?: string) {
		const {lookUp, ...want} = at(line);
		t.is(lookUp, what as typeof lookUp);
		t.is(want.current, current);
		t.is(want.prefix, prefix ?? '');
	},
	title: (_, line) => `looks up for "${line}"`,
});

test(looksUp, 'status --name d', 'cluster', 'd');
test(looksUp, 'status --profile=d', 'cluster', 'd', '--profile=');
test(looksUp, 'logs --tail 5 kube', 'component', 'kube');
test(looksUp, 'service ', 'service', '');
test(looksUp, 'port remove 80', 'port', '80');
test(looksUp, 'upgrade 1.', 'kubernetes-version', '1.');
test(looksUp, 'start --config ', 'file', '');
test(looksUp, 'start --binaries ', 'directory', '');
test(looksUp, 'kubectl get pods -', 'kubectl', '-');

test('what was typed of the cluster is kept for the look', t => {
	t.deepEqual(at('--name two logs --engine=host ').flags, {name: 'two', profile: 'two', engine: 'host'});
	t.deepEqual(at('--name two kubectl --name x get ').flags, {name: 'two', profile: 'two'}, 'what follows kubectl is kubectl\'s');
	t.deepEqual(at('--name two kubectl get po').words, ['get']);
});

test('a value that nobody knows is left to the person', t => {
	t.is(at('start --timeout ').lookUp, undefined);
	t.deepEqual(at('start --timeout ').candidates, []);
});

test('hidden spellings are not offered', t => {
	t.false(at('upgrade --kub').candidates.some(({value}) => value === '--kubernetes-version'));
});
