import test from 'ava';
import {attributesOf, type Target, targetOf} from '../../src/metrics-server/target.ts';

const base = '/apis/metrics.k8s.io/v1beta1';
const cases: ReadonlyArray<readonly [path: string, target: Target]> = [
	['/readyz', {kind: 'health'}],
	['/apis', {kind: 'document', path: '/apis'}],
	[base, {kind: 'document', path: base}],
	[`${base}/`, {kind: 'document', path: base}],
	[`${base}/nodes`, {kind: 'nodes', name: undefined}],
	[`${base}/nodes/node-1`, {kind: 'nodes', name: 'node-1'}],
	[`${base}/pods`, {kind: 'pods', namespace: undefined, name: undefined}],
	[`${base}/namespaces/default/pods`, {kind: 'pods', namespace: 'default', name: undefined}],
	[`${base}/namespaces/default/pods/web-1`, {kind: 'pods', namespace: 'default', name: 'web-1'}],
	[`${base}/pods/web-1`, {kind: 'unknown', path: `${base}/pods/web-1`}],
	[`${base}/namespaces/default/nodes`, {kind: 'unknown', path: `${base}/namespaces/default/nodes`}],
	[`${base}/namespaces/default/pods/web-1/log`, {kind: 'unknown', path: `${base}/namespaces/default/pods/web-1/log`}],
	['/apis/metrics.k8s.io/v1/nodes', {kind: 'unknown', path: '/apis/metrics.k8s.io/v1/nodes'}],
	['/', {kind: 'unknown', path: '/'}],
];

for (const [path, target] of cases) {
	test(`${path} asks for ${target.kind}`, t => {
		t.deepEqual(targetOf(path), target);
	});
}

for (const name of ['..%2f..%2fsecrets', '%2e%2e', 'a%3Fb', '%zz', 'UPPER']) {
	test(`${name} is no name, and never becomes a part of another path`, t => {
		t.is(targetOf(`${base}/namespaces/default/pods/${name}`).kind, 'unknown');
		t.is(targetOf(`${base}/namespaces/${name}/pods`).kind, 'unknown');
	});
}

test('what one has to be allowed depends on the method and on whether one object is named', t => {
	const verb = (path: string, method: string): unknown => attributesOf(targetOf(path) as Exclude<Target, {kind: 'health'}>, method);
	t.deepEqual(verb(`${base}/namespaces/a/pods/b`, 'GET'), {
		resourceAttributes: {verb: 'get', group: 'metrics.k8s.io', version: 'v1beta1', resource: 'pods', namespace: 'a', name: 'b'},
	});
	t.deepEqual(verb(`${base}/nodes`, 'GET'), {resourceAttributes: {verb: 'list', group: 'metrics.k8s.io', version: 'v1beta1', resource: 'nodes'}});
	t.like(verb(`${base}/nodes`, 'DELETE'), {resourceAttributes: {verb: 'deletecollection'}});
	t.like(verb(`${base}/nodes/x`, 'DELETE'), {resourceAttributes: {verb: 'delete'}});
	t.like(verb(`${base}/nodes`, 'POST'), {resourceAttributes: {verb: 'create'}});
	t.deepEqual(verb('/apis', 'GET'), {nonResourceAttributes: {verb: 'get', path: '/apis'}});
});
