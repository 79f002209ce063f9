import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {type ClientRequest, type IncomingMessage, request as httpRequest} from 'node:http';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {createInterface} from 'node:readline';
import test, {type ExecutionContext} from 'ava';
import {serveTrace} from '../../src/agent/serve-trace.ts';
import {createTraceRing, type TraceRing} from '../../src/gateway/trace-ring.ts';

const about = {namespace: 'default', pod: 'web', uid: 'u', container: 'nginx'};

async function openServer(t: ExecutionContext): Promise<{readonly ring: TraceRing; readonly ask: () => Promise<{readonly request: ClientRequest; readonly lines: AsyncIterator<string>; readonly response: IncomingMessage}>}> {
	const folder = await mkdtemp(path.join(tmpdir(), 'sk-trace-'));
	t.teardown(async () => rm(folder, {recursive: true, force: true}));
	const socketPath = path.join(folder, 'trace.sock');
	const ring = createTraceRing();
	t.teardown(await serveTrace(ring, socketPath, line => t.fail(line)));
	return {ring, async ask() {
		const request = httpRequest({socketPath, method: 'PUT', path: '/', agent: false});
		// The server may be closed under it at the end.
		request.on('error', () => undefined).flushHeaders();
		const [response] = await once(request, 'response') as [IncomingMessage];
		response.on('error', () => undefined);
		return {request, response, lines: createInterface({input: response})[Symbol.asyncIterator]()};
	}};
}

test('the agent tells its clock, what is kept, and each call as it comes, until the request ends', async t => {
	const {ring, ask} = await openServer(t);
	ring.add({at: 1, method: 'POST', path: '/containers/create', status: 201, milliseconds: 2, notes: ['labelled'], about});
	const {request, lines} = await ask();
	const next = async (): Promise<Record<string, unknown>> => JSON.parse((await lines.next()).value as string) as Record<string, unknown>;
	t.true(Math.abs(Number((await next())['now']) - Date.now()) < 10_000);
	t.like(await next(), {path: '/containers/create', about});
	ring.add({at: 2, method: 'POST', path: '/containers/a/start', status: 204, milliseconds: 2, notes: [], about});
	t.like(await next(), {path: '/containers/a/start'});
	request.end();
	t.true((await lines.next()).done);
});

test('who listens does not hear of another who left', async t => {
	const {ring, ask} = await openServer(t);
	const [left, stays] = [await ask(), await ask()];
	await left.lines.next();
	await stays.lines.next();
	left.response.destroy();
	ring.add({at: 3, method: 'POST', path: '/containers/b/stop', status: 204, milliseconds: 2, notes: [], about});
	t.like(JSON.parse((await stays.lines.next()).value as string), {path: '/containers/b/stop'});
	stays.request.end();
	t.true((await stays.lines.next()).done);
});
