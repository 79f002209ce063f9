import {setTimeout as sleep} from 'node:timers/promises';
import test from 'ava';
import type {ApiRequestError} from '../../src/api/api-request-error.ts';
import {answer, fakeApiServer, line, pod} from './fake-api-server.ts';

test('a watch yields events as they come, whatever pieces they come in, and ends with the server', async t => {
	const text = line('ADDED', pod('ä', 'Pending')) + line('MODIFIED', pod('ä', 'Running')) + line('BOOKMARK', {metadata: {resourceVersion: '9'}});
	const {api, requests} = await fakeApiServer(t, async (_request, response) => {
		for (const byte of Buffer.from(text)) {
			response.write(Buffer.of(byte));
			if (byte === 0x0a) {
				await sleep(5);
			}
		}

		response.end();
	});
	const seen: string[] = [];
	for await (const {type, object} of api.watch('/api/v1/pods?labelSelector=app%3Dnginx', {resourceVersion: '7'})) {
		seen.push(`${type} ${object.metadata.name ?? object.metadata.resourceVersion}`);
	}

	t.deepEqual(seen, ['ADDED ä', 'MODIFIED ä', 'BOOKMARK 9']);
	const query = new URL(requests[0]?.url ?? '', 'https://x').searchParams;
	t.deepEqual(Object.fromEntries(query), {labelSelector: 'app=nginx', watch: 'true', allowWatchBookmarks: 'true', resourceVersion: '7'});
});

test('leaving the loop closes the connection', async t => {
	const {api, untilClosed} = await fakeApiServer(t, (_request, response) => {
		response.write(line('ADDED', pod('a', 'Running')));
	});
	for await (const {type} of api.watch('/api/v1/pods', {})) {
		t.is(type, 'ADDED');
		break;
	}

	await t.notThrowsAsync(untilClosed());
});

test('an abort ends a silent watch with the signal\'s reason', async t => {
	const {api} = await fakeApiServer(t, (_request, response) => {
		response.writeHead(200).flushHeaders();
	});
	const controller = new AbortController();
	setTimeout(() => {
		controller.abort(new Error('enough'));
	}, 50);
	await t.throwsAsync(api.watch('/api/v1/pods', {}, controller.signal)[Symbol.asyncIterator]().next(), {message: 'enough'});
});

test('an error event is thrown with its status, and so is a refused watch', async t => {
	const gone = {kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version'};
	const {api} = await fakeApiServer(t, ({url}, response) => {
		if (url.startsWith('/refused')) {
			answer(response, 403, {reason: 'Forbidden', message: 'no'});
		} else {
			response.end(line('ERROR', gone));
		}
	});
	const next = async (path: string): Promise<unknown> => api.watch(path, {})[Symbol.asyncIterator]().next();
	const expired = await t.throwsAsync<ApiRequestError>(next('/api/v1/pods'), {code: 'API_REQUEST_FAILED'});
	t.deepEqual([expired.status, expired.reason, expired.seen], [410, 'Expired', ['too old resource version']]);
	const refused = await t.throwsAsync<ApiRequestError>(next('/refused'), {code: 'API_REQUEST_FAILED'});
	t.is(refused.status, 403);
});

test('a connection that breaks in a watch is an error, not an end', async t => {
	const {api} = await fakeApiServer(t, async (_request, response) => {
		response.write(line('ADDED', pod('a', 'Running')));
		await sleep(20);
		response.destroy();
	});
	const seen: string[] = [];
	const error = await t.throwsAsync<ApiRequestError>(async () => {
		for await (const {type} of api.watch('/api/v1/pods', {})) {
			seen.push(type);
		}
	}, {code: 'API_REQUEST_FAILED'});
	t.is(error.status, undefined);
	t.deepEqual(seen, ['ADDED']);
});
