import test from 'ava';
import {requesterOf} from '../../src/metrics-server/requester.ts';

const aggregator = {verified: true, commonName: 'front-proxy-client'};
const names = ['front-proxy-client'];
const headers = {'x-remote-user': ['jane'], 'x-remote-group': ['dev', 'a, b'], 'x-remote-extra-acme.com%2fproject': ['one', 'two']};

test('the aggregator says who asks, with each group and each extra value', t => {
	t.deepEqual(requesterOf(aggregator, headers, names), {user: 'jane', groups: ['dev', 'a, b', 'system:authenticated'], extra: {'acme.com/project': ['one', 'two']}});
});

test('who is known is in the group of all who are, and in none twice', t => {
	const groupsOf = (user: string, ...groups: readonly string[]): readonly string[] | undefined =>
		requesterOf(aggregator, {'x-remote-user': [user], ...groups.length > 0 ? {'x-remote-group': groups} : {}}, names)?.groups;
	t.deepEqual(groupsOf('system:kube-aggregator'), ['system:authenticated']);
	t.deepEqual(groupsOf('jane', 'system:authenticated', 'dev'), ['system:authenticated', 'dev']);
	t.deepEqual(groupsOf('somebody', 'system:unauthenticated'), ['system:unauthenticated']);
	t.deepEqual(groupsOf('system:anonymous'), []);
});

test('nobody else is believed', t => {
	t.is(requesterOf({verified: false, commonName: 'front-proxy-client'}, headers, names), undefined);
	t.is(requesterOf({verified: true, commonName: 'somebody'}, headers, names), undefined);
	t.is(requesterOf({verified: true, commonName: undefined}, headers, names), undefined);
});

test('an aggregator that names no user asks for nobody', t => {
	t.is(requesterOf(aggregator, {'x-remote-group': ['system:masters']}, names), undefined);
	t.is(requesterOf(aggregator, {'x-remote-user': ['']}, names), undefined);
});

test('an extra key that is not well encoded stays as it came', t => {
	t.deepEqual(requesterOf(aggregator, {'x-remote-user': ['jane'], 'x-remote-extra-50%': ['x']}, names)?.extra, {'50%': ['x']});
});
