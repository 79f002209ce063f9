import path from 'node:path';
import test from 'ava';
import {defaultKubeconfigPath, kubeconfigPaths} from '../../src/kubeconfig/paths.ts';
import {makeHome, put} from './sandbox.ts';

const cases = [
	{title: 'without KUBECONFIG', list: undefined, expected: ['/home/me/.kube/config']},
	{title: 'with an empty KUBECONFIG', list: [''], expected: ['/home/me/.kube/config']},
	{title: 'with one file', list: ['/a'], expected: ['/a']},
	{title: 'with a list, empty entries skipped and doubles once', list: ['', '/b', '', '/a', '/b'], expected: ['/b', '/a']},
	{title: 'with nothing but empty entries', list: ['', ''], expected: ['/home/me/.kube/config']},
] as const;

for (const {title, list, expected} of cases) {
	test(`the kubeconfig files ${title}`, t => {
		t.deepEqual(kubeconfigPaths({KUBECONFIG: list?.join(path.delimiter)}, '/home/me'), [...expected]);
	});
}

test('something new goes into the first file that exists, or else into the last of the list', async t => {
	const {home} = await makeHome(t);
	const [a, b, c] = ['a', 'b', 'c'].map(name => path.join(home, name)) as [string, string, string];
	t.is(defaultKubeconfigPath([a, b, c]), c);
	await put(b, '');
	t.is(defaultKubeconfigPath([a, b, c]), b);
});
