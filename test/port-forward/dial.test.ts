import type {Duplex} from 'node:stream';
import { duplexPair} from 'node:stream';
import {buffer, text} from 'node:stream/consumers';
import test, {type ExecutionContext} from 'ava';
import {connectionOver, dialPod} from '../../src/port-forward/dial.ts';
import {dataFrame, type Frame, frameReader} from '../../src/port-forward/spdy.ts';
import type {Api} from '../../src/api/api.ts';

/** A connection and the kubelet's end of it. */
function opened(t: ExecutionContext): {readonly connection: Duplex; readonly kubelet: Duplex; readonly frames: Frame[]} {
	const [ours, kubelet] = duplexPair();
	const frames: Frame[] = [];
	const read = frameReader();
	kubelet.on('data', (chunk: Buffer) => frames.push(...read(chunk)));
	const connection = connectionOver(ours, 'port 80 of the pod default/web');
	t.teardown(() => {
		connection.destroy();
	});
	return {connection, kubelet, frames};
}

test('what the kubelet sends is read up to its end, and what is written reaches it with its end', async t => {
	const {connection, kubelet, frames} = opened(t);
	kubelet.write(Buffer.concat([dataFrame(3, Buffer.from('first '), false), dataFrame(3, Buffer.from('second'), false), dataFrame(3, Buffer.alloc(0), true)]));
	t.is(await text(connection), 'first second');
	connection.end('question');
	await new Promise(resolve => {
		connection.once('close', resolve);
	});
	t.deepEqual(frames.map(frame => frame.kind === 'data' ? `${frame.payload.toString()}${frame.last ? '.' : ''}` : frame.kind), ['question', '.']);
});

test('what the kubelet says of its failure is the error, in its own words', async t => {
	const {connection, kubelet} = opened(t);
	kubelet.write(Buffer.concat([dataFrame(1, Buffer.from('connection refused'), false), dataFrame(1, Buffer.alloc(0), true)]));
	const error = await t.throwsAsync<Error & {seen: string[]}>(buffer(connection), {code: 'API_REQUEST_FAILED'});
	t.is(error.message, 'the connection to port 80 of the pod default/web failed');
	t.deepEqual(error.seen, ['connection refused']);
});

test('a way that ends in the middle ends the connection, with what had come', async t => {
	const {connection, kubelet} = opened(t);
	kubelet.write(dataFrame(3, Buffer.from('half'), false));
	kubelet.end();
	t.is(await text(connection), 'half');
});

test('a question whether it is still there is answered', async t => {
	const {connection, kubelet, frames} = opened(t);
	connection.resume();
	kubelet.write(Buffer.from('800300060000000400000002', 'hex'));
	await new Promise(resolve => {
		setTimeout(resolve, 20);
	});
	t.deepEqual(frames.map(({kind}) => kind), ['ping']);
});

test('a reader that is slow holds the kubelet up', async t => {
	const {connection, kubelet} = opened(t);
	for (let count = 0; count < 100; count++) {
		kubelet.write(dataFrame(3, Buffer.alloc(16_384), false));
	}

	await new Promise(resolve => {
		setTimeout(resolve, 20);
	});
	t.true(connection.readableLength < 200_000, String(connection.readableLength));
	kubelet.write(dataFrame(3, Buffer.alloc(0), true));
	t.is((await buffer(connection)).length, 1_638_400);
});

test('the pod is asked for two streams, one for errors and one for data, of its port', async t => {
	const [ours, kubelet] = duplexPair();
	const asked: string[] = [];
	const api = {
		async upgrade(path: string, {protocol}: {protocol: string}) {
			asked.push(`${path} ${protocol}`);
			return ours;
		},
	} as unknown as Api;
	const connection = await dialPod(api, {namespace: 'n', pod: 'p', port: 8080});
	const sent = (kubelet.read() as Buffer).toString('latin1');
	t.deepEqual(asked, ['/api/v1/namespaces/n/pods/p/portforward SPDY/3.1']);
	t.regex(sent, /streamtype.{4}error.*port.{4}8080.*streamtype.{4}data.*port.{4}8080/s);
	connection.destroy();
});
