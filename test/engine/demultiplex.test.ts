import {PassThrough} from 'node:stream';
import test from 'ava';
import {demultiplexStream, demultiplexText} from '../../src/engine/demultiplex.ts';

function frame(text: string, stream = 1): Buffer {
	const content = Buffer.from(text);
	const header = Buffer.alloc(8);
	header[0] = stream;
	header.writeUInt32BE(content.length, 4);
	return Buffer.concat([header, content]);
}

async function read(chunks: readonly Buffer[]): Promise<{readonly out: string; readonly err: string}> {
	const [stream, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
	const seen = {out: '', err: ''};
	stdout.on('data', text => {
		seen.out += String(text);
	});
	stderr.on('data', text => {
		seen.err += String(text);
	});
	demultiplexStream(stream, stdout, stderr);
	for (const chunk of chunks) {
		stream.write(chunk);
	}

	stream.end();
	await new Promise(resolve => {
		stream.on('end', resolve);
	});
	await new Promise(setImmediate);
	return seen;
}

test('each frame goes to its stream', async t => {
	t.deepEqual(await read([frame('one\n'), frame('bad\n', 2), frame('two\n')]), {out: 'one\ntwo\n', err: 'bad\n'});
});

test('frames may come in pieces of any size, headers torn apart included', async t => {
	const all = Buffer.concat([frame('one\n'), frame('失败\n', 2), frame('two\n')]);
	for (const size of [1, 3, 7, 9, 100]) {
		const pieces = Array.from({length: Math.ceil(all.length / size)}, (_, index) => all.subarray(index * size, (index + 1) * size));
		t.deepEqual(await read(pieces), {out: 'one\ntwo\n', err: '失败\n'}, String(size));
	}
});

test('a log of a hundred thousand lines in one piece is read whole', async t => {
	const log = Buffer.concat(Array.from({length: 100_000}, (_, index) => frame(`line ${index}\n`)));
	const {out} = await read([log]);
	t.is(out.split('\n').length, 100_001);
	t.is(demultiplexText(log), out);
});

test('what has no frames is handed on as it is: a terminal\'s output', async t => {
	t.deepEqual(await read([Buffer.from('root@web:/# ls\r\n'), Buffer.from('bin etc\r\n')]), {out: 'root@web:/# ls\r\nbin etc\r\n', err: ''});
	t.deepEqual(await read([Buffer.from('$ ')]), {out: '$ ', err: ''});
	t.is(demultiplexText(Buffer.from('root@web:/# ls\r\n')), 'root@web:/# ls\r\n');
});
