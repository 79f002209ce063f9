import test from 'ava';
import {createAuthorize} from '../../src/metrics-server/access.ts';
import type {Api} from '../../src/api/api.ts';

const jane = {user: 'jane', groups: ['dev'], extra: {}};
const listPods = {resourceAttributes: {verb: 'list', group: 'metrics.k8s.io', version: 'v1beta1', resource: 'pods', namespace: 'default'}};
const {signal} = new AbortController();

function reviewer(allowed: boolean, reason = ''): {readonly api: Pick<Api, 'create'>; readonly asked: object[]} {
	const asked: object[] = [];
	return {
		asked,
		api: {
			async create(_path, object) {
				asked.push(object);
				return {metadata: {name: ''}, status: {allowed, reason}} as never;
			},
		},
	};
}

test('the apiserver is asked about the user, the groups and what they want', async t => {
	const {api, asked} = reviewer(true);
	await createAuthorize(api)(jane, listPods, signal);
	t.like(asked[0], {kind: 'SubjectAccessReview', spec: {user: 'jane', groups: ['dev'], extra: {}, ...listPods}});
});

test('a refusal is Forbidden, in the words that people know from the apiserver', async t => {
	await t.throwsAsync(createAuthorize(reviewer(false, 'no such role').api)(jane, listPods, signal), {
		message: 'pods.metrics.k8s.io is forbidden: User "jane" cannot list resource "pods" in API group "metrics.k8s.io" in the namespace "default": no such role', code: 403 as never,
	});
	await t.throwsAsync(createAuthorize(reviewer(false).api)(jane, {nonResourceAttributes: {verb: 'get', path: '/metrics'}}, signal), {
		message: 'forbidden: User "jane" cannot get path "/metrics"',
	});
});

test('a decision is remembered for ten seconds, for this user and this request alone', async t => {
	const {api, asked} = reviewer(true);
	let now = 0;
	const authorize = createAuthorize(api, () => now);
	await authorize(jane, listPods, signal);
	await authorize(jane, listPods, signal);
	t.is(asked.length, 1);
	await authorize({...jane, groups: []}, listPods, signal);
	await authorize({...jane, user: 'joe'}, listPods, signal);
	t.is(asked.length, 3);
	now = 10_001;
	await authorize(jane, listPods, signal);
	t.is(asked.length, 4);
});

test('a refusal is remembered as a refusal', async t => {
	const {api, asked} = reviewer(false);
	const authorize = createAuthorize(api, () => 0);
	await t.throwsAsync(authorize(jane, listPods, signal));
	await t.throwsAsync(authorize(jane, listPods, signal));
	t.is(asked.length, 1);
});

test('who is in system:masters may do everything, also when the apiserver cannot be asked', async t => {
	const {api, asked} = reviewer(false);
	await createAuthorize(api)({...jane, groups: ['system:masters']}, listPods, signal);
	t.is(asked.length, 0);
});
