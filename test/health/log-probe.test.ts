import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {unixEngine} from '../../src/engine/unix-engine.ts';
import type {Engine} from '../../src/engine/engine.ts';
import {probeLog} from '../../src/health/log-probe.ts';
import {listen, makeDirectory} from '../engine/fake-engine.ts';

const times = {earlier: '2026-01-01T00:00:05.000Z', ended: '2026-01-01T00:00:10.000Z', said: '2026-01-01T00:00:20.000Z', started: '2026-01-01T00:00:21.000Z'};

/** The engine's frame of a line of stdout. */
function frame(line: string): Buffer {
	const header = Buffer.alloc(8);
	header[0] = 1;
	header.writeUInt32BE(line.length + 1, 4);
	return Buffer.concat([header, Buffer.from(`${line}\n`)]);
}

/** An engine with one container, which runs and goes on saying nothing; its lines have times, and `since` means what it means. */
async function fakeEngine(t: ExecutionContext, lines: ReadonlyArray<readonly [string, string]>): Promise<Engine> {
	const socket = path.join(await makeDirectory(t), 'docker.sock');
	await listen(t, socket, (request, response) => {
		const url = new URL(request.url!, 'http://engine');
		if (url.pathname.endsWith('/json')) {
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify({State: {StartedAt: times.started, FinishedAt: times.ended, Running: true, Pid: 1}, Config: {Image: 'x', Labels: {}}}));
			return;
		}

		response.writeHead(200);
		response.flushHeaders();
		for (const [time, line] of lines) {
			if (Date.parse(time) >= Number(url.searchParams.get('since')) * 1000) {
				response.write(frame(line));
			}
		}
	});
	return unixEngine(socket, 'test');
}

test('a line that was said before the engine noted the start counts', async t => {
	t.true(await probeLog(await fakeEngine(t, [[times.said, 'now watching']]), 'x', 'watching', AbortSignal.timeout(5000)));
});

test('a line of an earlier run does not count, and the wait ends with its signal', async t => {
	const stop = new AbortController();
	const waiting = probeLog(await fakeEngine(t, [[times.earlier, 'now watching']]), 'x', 'watching', stop.signal);
	setTimeout(() => {
		stop.abort(new Error('enough'));
	}, 300);
	await t.throwsAsync(waiting, {message: 'enough'});
});
