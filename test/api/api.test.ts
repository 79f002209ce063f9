import test from 'ava';
import {createApi} from '../../src/api/api.ts';
import {type ApiRequestError, isAlreadyExists, isNotFound} from '../../src/api/api-request-error.ts';
import {createAuthority} from '../../src/pki/authority.ts';
import {issueCertificate} from '../../src/pki/issue.ts';
import {answer, fakeApiServer, list, pod} from './fake-api-server.ts';

test('each call asks what it should, as the user of its certificate, over one connection', async t => {
	const {api, requests, connections} = await fakeApiServer(t, ({url, method}, response) => {
		if (url === '/readyz?verbose') {
			response.end('[+]ping ok');
		} else {
			answer(response, method === 'POST' ? 201 : 200, method === 'GET' && url.endsWith('pods') ? list('7', pod('a', 'Running')) : pod('a', 'Running'));
		}
	});
	t.is((await api.get('/api/v1/namespaces/default/pods/a')).metadata.name, 'a');
	t.is((await api.list('/api/v1/pods')).items[0]?.metadata.name, 'a');
	t.is((await api.create('/api/v1/namespaces/default/pods', {kind: 'Pod', umlaut: 'ä'})).metadata.name, 'a');
	await api.patch('/api/v1/nodes/n', {spec: {unschedulable: true}}, 'merge');
	await api.patch('/api/v1/nodes/n', {}, 'strategic-merge');
	await api.patch('/api/v1/nodes/n?fieldManager=x', {}, 'apply');
	await api.patch('/api/v1/nodes/n', [], 'json');
	await api.delete('/api/v1/namespaces/default/pods/a');
	t.is(await api.raw('/readyz?verbose'), '[+]ping ok');
	t.deepEqual(requests.map(({method, url}) => `${method} ${url}`), [
		'GET /api/v1/namespaces/default/pods/a',
		'GET /api/v1/pods',
		'POST /api/v1/namespaces/default/pods',
		'PATCH /api/v1/nodes/n',
		'PATCH /api/v1/nodes/n',
		'PATCH /api/v1/nodes/n?fieldManager=x',
		'PATCH /api/v1/nodes/n',
		'DELETE /api/v1/namespaces/default/pods/a',
		'GET /readyz?verbose',
	]);
	t.deepEqual(new Set(requests.map(({user}) => user)), new Set(['admin']));
	t.deepEqual(JSON.parse(requests[2]?.body ?? ''), {kind: 'Pod', umlaut: 'ä'});
	t.deepEqual(requests.slice(2, 7).map(({contentType}) => contentType), [
		'application/json', 'application/merge-patch+json', 'application/strategic-merge-patch+json', 'application/apply-patch+yaml', 'application/json-patch+json',
	]);
	t.is(connections(), 1);
});

test('a refusal carries status, reason and message of the Status object', async t => {
	const {api} = await fakeApiServer(t, ({method}, response) => {
		if (method === 'GET') {
			answer(response, 404, {kind: 'Status', code: 404, reason: 'NotFound', message: 'pods "a" not found'});
		} else {
			answer(response, 409, {kind: 'Status', code: 409, reason: 'AlreadyExists', message: 'pods "a" already exists'});
		}
	});
	const missing = await t.throwsAsync<ApiRequestError>(api.get('/api/v1/namespaces/default/pods/a'), {code: 'API_REQUEST_FAILED'});
	t.is(missing.message, 'the API server refused GET /api/v1/namespaces/default/pods/a: 404 NotFound');
	t.deepEqual([missing.status, missing.reason, missing.seen], [404, 'NotFound', ['pods "a" not found']]);
	t.true(isNotFound(missing));
	const existing = await t.throwsAsync(api.create('/api/v1/namespaces/default/pods', {}));
	t.true(isAlreadyExists(existing));
	t.false(isNotFound(existing));
});

test('a refusal in plain text shows the text', async t => {
	const {api} = await fakeApiServer(t, (_request, response) => {
		response.writeHead(500).end('[-]etcd failed: reason withheld');
	});
	const error = await t.throwsAsync<ApiRequestError>(api.raw('/readyz'), {code: 'API_REQUEST_FAILED'});
	t.deepEqual([error.status, error.reason, error.seen], [500, undefined, ['[-]etcd failed: reason withheld']]);
});

test('a server that is not there is named', async t => {
	const {api, server} = await fakeApiServer(t, () => undefined);
	const authority = await createAuthority('x');
	const {certificate, key} = await issueCertificate(authority, {commonName: 'x', usages: ['client']});
	const nobody = createApi({server: 'https://127.0.0.1:1', certificateAuthority: authority.certificate, clientCertificate: certificate, clientKey: key});
	const error = await t.throwsAsync<ApiRequestError>(nobody.raw('/readyz'), {code: 'API_REQUEST_FAILED'});
	t.regex(`${error.message} ${error.seen.join()}`, /127\.0\.0\.1:1 did not answer GET \/readyz.*ECONNREFUSED/);
	t.is(error.status, undefined);

	const stranger = createApi({server, certificateAuthority: authority.certificate, clientCertificate: certificate, clientKey: key});
	const untrusted = await t.throwsAsync<ApiRequestError>(stranger.raw('/readyz'), {code: 'API_REQUEST_FAILED'});
	t.regex(untrusted.seen.join(), /unable to verify|self-signed|certificate/);
	api.close();
});

test('an abort ends a call that is not answered, with the signal\'s reason', async t => {
	const {api} = await fakeApiServer(t, () => undefined);
	const controller = new AbortController();
	const reason = new Error('enough');
	const call = api.get('/api/v1/nodes/n', controller.signal);
	setTimeout(() => {
		controller.abort(reason);
	}, 30);
	t.is(await t.throwsAsync(call), reason);
	t.is(await t.throwsAsync(api.get('/api/v1/nodes/n', controller.signal)), reason, 'a signal that is aborted already asks nothing');
});

test('an abort in the middle of an answer ends the call too', async t => {
	const {api} = await fakeApiServer(t, (_request, response) => {
		response.writeHead(200).write('{"half');
	});
	const controller = new AbortController();
	setTimeout(() => {
		controller.abort(new Error('enough'));
	}, 50);
	await t.throwsAsync(api.get('/x', controller.signal), {message: 'enough'});
});

test('a kept connection that the server closes under a reading call is replaced, and under a writing one it is an error', async t => {
	let kept = 0;
	const {api, connections} = await fakeApiServer(t, ({url}, response) => {
		if (url === '/keep' || ++kept % 2 === 0) {
			answer(response, 200, pod('a', 'Running'));
		} else {
			response.destroy();
		}
	});
	await api.get('/keep');
	t.is((await api.get('/cut')).metadata.name, 'a');
	t.is(connections(), 2);
	await t.throwsAsync(api.create('/cut', {}), {code: 'API_REQUEST_FAILED'});
});
