import test from 'ava';
import {doToObject} from '../../../src/dashboard/perform/object.ts';
import {answer, fakeApiServer} from '../../api/fake-api-server.ts';

const web = {kind: 'deployments', namespace: 'default', name: 'web'} as const;
const {signal} = new AbortController();

test('objects are scaled, restarted and deleted as kubectl does it', async t => {
	const {api, requests} = await fakeApiServer(t, (_, response) => {
		answer(response, 200, {metadata: {name: 'web'}});
	});
	await doToObject(api, {kind: 'scale', of: web, replicas: 3}, signal);
	await doToObject(api, {kind: 'rollout-restart', of: web}, signal);
	await doToObject(api, {kind: 'delete', of: {kind: 'nodes', namespace: undefined, name: 'node-1'}}, signal);
	t.deepEqual(requests.map(({method, url}) => `${method} ${url}`), [
		'PATCH /apis/apps/v1/namespaces/default/deployments/web/scale', 'PATCH /apis/apps/v1/namespaces/default/deployments/web', 'DELETE /api/v1/nodes/node-1?propagationPolicy=Background',
	]);
	t.deepEqual(JSON.parse(requests[0]!.body), {spec: {replicas: 3}});
	const {spec} = JSON.parse(requests[1]!.body) as {spec: {template: {metadata: {annotations: Record<string, string>}}}};
	t.true(Math.abs(Date.now() - Date.parse(spec.template.metadata.annotations['kubectl.kubernetes.io/restartedAt']!)) < 60_000);
});

test('what the apiserver refuses is told in its own words', async t => {
	const {api} = await fakeApiServer(t, (_, response) => {
		answer(response, 403, {kind: 'Status', code: 403, reason: 'Forbidden', message: 'deployments.apps "web" is forbidden: User "eve" cannot patch'});
	});
	await t.throwsAsync(doToObject(api, {kind: 'scale', of: web, replicas: 3}, signal), {message: 'deployments.apps "web" is forbidden: User "eve" cannot patch'});
});
