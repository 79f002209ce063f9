import {Readable} from 'node:stream';
import test from 'ava';
import {type BuildProgress, readBuildOutput} from '../../src/engine/build-output.ts';

const message = (value: object): string => `${JSON.stringify(value)}\r\n`;

async function read(chunks: Iterable<Buffer | string>, lines: BuildProgress[] = []): Promise<BuildProgress[]> {
	for await (const line of readBuildOutput(Readable.from(chunks))) {
		lines.push(line);
	}

	return lines;
}

test('each line comes with the step that it belongs to', async t => {
	t.deepEqual(await read([
		message({stream: 'Step 1/2 : FROM base'}), message({stream: '\n'}), message({stream: ' ---> 0123\n'}), message({aux: {ID: 'sha256:0123'}}),
		message({stream: 'Step 2/2 : RUN make\nkubelet\n'}),
	]), [
		{step: 1, steps: 2, line: 'Step 1/2 : FROM base'},
		{step: 1, steps: 2, line: ' ---> 0123'},
		{step: 2, steps: 2, line: 'Step 2/2 : RUN make'},
		{step: 2, steps: 2, line: 'kubelet'},
	]);
});

test('a line that a program writes over is each of its states, not one long line', async t => {
	t.deepEqual((await read([message({stream: '10%\r50%\r100%\n'})])).map(({line}) => line), ['10%', '50%', '100%']);
});

test('messages may be cut anywhere, inside a character too', async t => {
	const bytes = Buffer.from(message({stream: 'Grüße\n'}) + message({stream: 'zwei\n'}));
	t.deepEqual((await read([...bytes].map(byte => Buffer.from([byte])))).map(({line}) => line), ['Grüße', 'zwei']);
});

test('a failed step is thrown with the builder\'s message, after it was shown', async t => {
	const lines: BuildProgress[] = [];
	await t.throwsAsync(read([
		message({stream: 'Step 3/4 : RUN make\n'}), message({error: 'short', errorDetail: {code: 2, message: 'make returned a non-zero code: 2'}}),
	], lines), {message: 'make returned a non-zero code: 2'});
	t.deepEqual(lines.at(-1), {step: 3, steps: 4, line: 'make returned a non-zero code: 2'});
});

test('an error without details is thrown as it is', async t => {
	await t.throwsAsync(read([message({error: 'dockerfile parse error'})]), {message: 'dockerfile parse error'});
});

test('an answer that ends in the middle of a message is no success', async t => {
	await t.throwsAsync(read([message({stream: 'Step 1/2 : FROM base'}), '{"stream":"Step']), {message: /broke off/});
});

test('a connection that breaks is no success either', async t => {
	const broken = Readable.from((async function * () {
		yield message({stream: 'Step 1/2 : FROM base'});
		throw new Error('aborted');
	})());
	await t.throwsAsync(async () => {
		for await (const _line of readBuildOutput(broken)) {
			// Read to its end.
		}
	}, {message: 'aborted'});
});
