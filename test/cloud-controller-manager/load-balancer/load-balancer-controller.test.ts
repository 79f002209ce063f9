import test from 'ava';
import {loadBalancerController} from '../../../src/cloud-controller-manager/load-balancer/load-balancer-controller.ts';
import {type Call, fakeApi} from '../fake-api.ts';
import {makeService} from '../make-objects.ts';

const pool = {prefix: '172.30.0', first: 128, last: 130};
const type = 'LoadBalancer';
const {signal} = new AbortController();
const patched = (calls: readonly Call[]): unknown[] => calls.map(({path, body}) => [path, (body['status'] as {loadBalancer: {ingress: unknown}}).loadBalancer.ingress]);

function makeController(answer: (call: Call) => object | number | undefined) {
	const {api, calls} = fakeApi(answer);
	const news: string[] = [];
	const run = loadBalancerController({
		api, pool, log: () => undefined,
		async record({object}, {reason, message}) {
			news.push(`${object.metadata.name} ${reason} ${message}`);
		},
	});
	return {run, calls, news};
}

test('the address is written to the status, on the version that was seen, and told', async t => {
	const service = makeService('web', {type});
	const {run, calls, news} = makeController(() => ({...service, metadata: {...service.metadata, resourceVersion: '99'}}));
	await run([service], signal);
	t.deepEqual(patched(calls), [['/api/v1/namespaces/default/services/web/status', [{ip: '172.30.0.128'}]]]);
	t.like(calls[0]!.body, {metadata: {resourceVersion: service.metadata.resourceVersion}});
	t.deepEqual(news, ['web EnsuredLoadBalancer It answers at 172.30.0.128']);
});

test('what was written holds until the watch brings it: nothing is written twice, and nobody else gets the address', async t => {
	const first = makeService('first', {type});
	const {run, calls} = makeController(({path}) => ({...makeService('first', {type}, '172.30.0.128'), metadata: {...first.metadata, resourceVersion: '99', name: path.split('/')[6]!}}));
	await run([first], signal);
	await run([first, makeService('second', {type})], signal);
	t.deepEqual(patched(calls), [
		['/api/v1/namespaces/default/services/first/status', [{ip: '172.30.0.128'}]], ['/api/v1/namespaces/default/services/second/status', [{ip: '172.30.0.129'}]],
	]);
});

test('a service that changed or went meanwhile is left for the next round; others are not kept waiting', async t => {
	const {run, calls, news} = makeController(({path}) => path.includes('/changed/') ? 409 : path.includes('/gone/') ? 404 : undefined);
	await run([makeService('changed', {type}), makeService('gone', {type}), makeService('web', {type})], signal);
	t.is(calls.length, 3);
	t.deepEqual(news, ['web EnsuredLoadBalancer It answers at 172.30.0.130']);
});

test('a failure comes out when all others are done', async t => {
	const {run, calls} = makeController(({path}) => path.includes('/broken/') ? 500 : undefined);
	await t.throwsAsync(run([makeService('broken', {type}), makeService('web', {type})], signal), {code: 'API_REQUEST_FAILED'});
	t.is(calls.length, 2);
});

test('a released address is taken out of the status', async t => {
	const {run, calls, news} = makeController(() => undefined);
	await run([makeService('was', {type: 'NodePort'}, '172.30.0.128')], signal);
	t.deepEqual(patched(calls), [['/api/v1/namespaces/default/services/was/status', null]]);
	t.regex(news[0]!, /^was DeletedLoadBalancer/);
});
