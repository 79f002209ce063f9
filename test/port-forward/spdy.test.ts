import test from 'ava';
import {dataFrame, type Frame, frameReader, synStream} from '../../src/port-forward/spdy.ts';

test('a stream is opened by a control frame whose headers are a text that zlib reads without a dictionary\'s words', t => {
	const frame = synStream(3, {port: '80'}, true);
	t.is(frame.subarray(0, 4).toString('hex'), '80030001');
	t.is(frame.readUInt32BE(4), frame.length - 8);
	t.is(frame.readUInt32BE(8), 3);
	// The number of headers, then each name and value behind its length; between zlib's own bytes.
	t.is(frame.subarray(18).toString('hex'), `78bbe3c6a7c2${'00'}1200edff${'00000001'}${'00000004'}${Buffer.from('port').toString('hex')}${'00000002'}${Buffer.from('80').toString('hex')}${'000000ffff'}`);
	t.is(synStream(5, {port: '80'}, false).length, frame.length - 6);
});

test('frames are read however they are cut on their way', t => {
	const bytes = Buffer.concat([dataFrame(1, Buffer.from('hello'), false), Buffer.from('800300060000000400000002', 'hex'), dataFrame(3, Buffer.alloc(0), true), Buffer.from('80030003000000080000000300000005', 'hex')]);
	const expected: Frame[] = [
		{kind: 'data', stream: 1, payload: Buffer.from('hello'), last: false},
		{kind: 'ping', id: 2, bytes: Buffer.from('800300060000000400000002', 'hex')},
		{kind: 'data', stream: 3, payload: Buffer.alloc(0), last: true},
		{kind: 'reset', stream: 3, status: 5},
	];
	t.deepEqual(frameReader()(bytes), expected);
	const read = frameReader();
	t.deepEqual([...bytes].flatMap(byte => read(Buffer.from([byte]))), expected);
});
