import {once} from 'node:events';
import {connect} from 'node:net';
import type {Duplex} from 'node:stream';
import { duplexPair} from 'node:stream';
import {text} from 'node:stream/consumers';
import test from 'ava';
import {listenAt} from '../../src/port-forward/listen.ts';

/** Answers with what it was asked, behind a greeting, when the question is over. */
async function echo(): Promise<Duplex> {
	const [ours, theirs] = duplexPair();
	void text(theirs).then(question => {
		theirs.end(`hello ${question}`);
	});
	return ours;
}

async function ask(port: number, question: string): Promise<string> {
	const socket = connect({port, host: '127.0.0.1', allowHalfOpen: true});
	socket.end(question);
	return text(socket);
}

test('each connection is led on, with the end of each direction', async t => {
	const listener = await listenAt(0, echo, () => t.fail());
	t.deepEqual(await Promise.all(['a', 'b', 'c'].map(async question => ask(listener.port, question))), ['hello a', 'hello b', 'hello c']);
	listener.close();
});

test('a connection that cannot be made is closed, and told; the port stays open', async t => {
	const failures: string[] = [];
	let attempts = 0;
	const listener = await listenAt(0, async () => {
		if (++attempts === 1) {
			throw new Error('no pod runs');
		}

		return echo();
	}, message => failures.push(message));
	const refused = connect(listener.port, '127.0.0.1').resume().on('error', () => undefined);
	await once(refused, 'close');
	t.deepEqual(failures, ['no pod runs']);
	t.is(await ask(listener.port, 'x'), 'hello x');
	listener.close();
});

test('closing ends the port and what is open on it, and tells of no failure', async t => {
	const failures: string[] = [];
	const listener = await listenAt(0, async () => duplexPair()[0], message => failures.push(message));
	const socket = connect(listener.port, '127.0.0.1').resume().on('error', () => undefined);
	await once(socket, 'connect');
	listener.close();
	await once(socket, 'close');
	t.deepEqual(failures, []);
	const error = await new Promise<NodeJS.ErrnoException>(resolve => {
		connect(listener.port, '127.0.0.1').on('error', resolve);
	});
	t.is(error.code, 'ECONNREFUSED');
});

test('a port that somebody else has is refused by name', async t => {
	const listener = await listenAt(0, echo, () => undefined);
	await t.throwsAsync(listenAt(listener.port, echo, () => undefined), {code: 'PORT_TAKEN', message: `port ${listener.port} on 127.0.0.1 cannot be listened at`});
	listener.close();
});
