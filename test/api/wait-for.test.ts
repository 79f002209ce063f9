import {setTimeout as sleep} from 'node:timers/promises';
import test from 'ava';
import type {ApiObject} from '../../src/api/api.ts';
import type {SingleKubeError} from '../../src/errors.ts';
import {answer, fakeApiServer, line, list, pod} from './fake-api-server.ts';

type Pod = ApiObject & {readonly status: {readonly phase: string}};
const allRun = (pods: readonly Pod[]): boolean => pods.length > 0 && pods.every(({status}) => status.phase === 'Running');
const isWatch = (url: string): boolean => url.includes('watch=true');
const path = '/api/v1/namespaces/default/pods';
const options = {timeoutMs: 30_000, what: 'every pod running'};

test('what is so already is found by the list alone', async t => {
	const {api, requests} = await fakeApiServer(t, (_request, response) => {
		answer(response, 200, list('7', pod('a', 'Running')));
	});
	t.is((await api.waitFor<Pod>(path, allRun, options))[0]?.metadata.name, 'a');
	t.deepEqual(requests.map(({url}) => url), [path]);
});

test('after one list the watch brings additions, changes and deletions from that version on', async t => {
	const {api, requests} = await fakeApiServer(t, async ({url}, response) => {
		if (!isWatch(url)) {
			answer(response, 200, list('7', pod('a', 'Pending'), pod('b', 'Pending')));
			return;
		}

		for (const event of [
			line('MODIFIED', pod('b', 'Running')), line('BOOKMARK', {metadata: {}}), line('ADDED', pod('c', 'Running')), line('DELETED', pod('a', 'Pending')),
		]) {
			response.write(event);
			await sleep(10);
		}
	});
	const pods = await api.waitFor<Pod>(path, allRun, options);
	t.deepEqual(pods.map(({metadata}) => metadata.name), ['b', 'c']);
	t.is(requests.length, 2);
	t.regex(requests[1]?.url ?? '', /resourceVersion=7/);
});

test('it starts over with a list when the server ends the watch, says 410, breaks the connection or is overloaded', async t => {
	let round = 0;
	const {api, requests} = await fakeApiServer(t, async ({url}, response) => {
		if (!isWatch(url)) {
			round++;
			if (round === 4) {
				answer(response, 503, {reason: 'ServiceUnavailable', message: 'etcd is away'});
			} else {
				answer(response, 200, list(String(round), pod('a', round === 5 ? 'Running' : 'Pending')));
			}
		} else if (round === 1) {
			response.end();
		} else if (round === 2) {
			response.end(line('ERROR', {code: 410, reason: 'Expired', message: 'too old'}));
		} else {
			response.writeHead(200).flushHeaders();
			await sleep(20);
			response.destroy();
		}
	});
	await api.waitFor<Pod>(path, allRun, options);
	t.deepEqual(requests.map(({url}) => isWatch(url) ? 'watch' : 'list'), ['list', 'watch', 'list', 'watch', 'list', 'watch', 'list', 'list']);
});

test('passing the limit is a TIMEOUT that says what was last seen', async t => {
	const {api} = await fakeApiServer(t, ({url}, response) => {
		if (isWatch(url)) {
			response.write(line('MODIFIED', {
				...pod('a', 'Pending'),
				status: {phase: 'Pending', conditions: [
					{type: 'PodScheduled', status: 'True'}, {type: 'Ready', status: 'False', reason: 'ContainersNotReady', message: 'nginx waits'},
				]},
			}));
		} else {
			answer(response, 200, list('7', pod('a', 'Unknown')));
		}
	});
	const error = await t.throwsAsync<SingleKubeError>(api.waitFor<Pod>(path, allRun, {...options, timeoutMs: 3000}), {code: 'TIMEOUT'});
	t.is(error.message, '3 s passed without every pod running');
	t.deepEqual(error.seen, ['Pod default a: Pending; Ready=False (ContainersNotReady: nginx waits)']);
	const described = await t.throwsAsync<SingleKubeError>(api.waitFor<Pod>(path, allRun, {...options, timeoutMs: 1000, describe: pods => [`${pods.length} pods`]}), {code: 'TIMEOUT'});
	t.deepEqual(described.seen, ['1 pods']);
});

test('a server that cannot be reached is tried until the limit, and the TIMEOUT says so', async t => {
	const {api} = await fakeApiServer(t, (_request, response) => {
		response.destroy();
	});
	const error = await t.throwsAsync<SingleKubeError>(api.waitFor<Pod>(path, allRun, {...options, timeoutMs: 1000}), {code: 'TIMEOUT'});
	t.regex(error.seen.join(), /did not answer GET/);
});

test('a refusal for good and a predicate that throws end it at once', async t => {
	const {api, requests} = await fakeApiServer(t, ({url}, response) => {
		if (url === '/forbidden') {
			answer(response, 403, {reason: 'Forbidden', message: 'no'});
		} else {
			answer(response, 200, list('7', pod('a', 'Failed')));
		}
	});
	await t.throwsAsync(api.waitFor('/forbidden', () => true, options), {code: 'API_REQUEST_FAILED'});
	await t.throwsAsync(api.waitFor(path, () => {
		throw new Error('pod failed');
	}, options), {message: 'pod failed'});
	t.is(requests.length, 2);
});

test('an abort ends it with the signal\'s reason and leaves no watch behind', async t => {
	const {api, untilClosed} = await fakeApiServer(t, ({url}, response) => {
		if (isWatch(url)) {
			response.writeHead(200).flushHeaders();
		} else {
			answer(response, 200, list('7', pod('a', 'Pending')));
		}
	});
	const controller = new AbortController();
	setTimeout(() => {
		controller.abort(new Error('enough'));
	}, 80);
	await t.throwsAsync(api.waitFor<Pod>(path, allRun, options, controller.signal), {message: 'enough'});
	await t.notThrowsAsync(untilClosed());
});
