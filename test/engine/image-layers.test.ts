import test from 'ava';
import {layersOf, uniqueBytes} from '../../src/engine/image-layers.ts';

const entry = (Size: number, CreatedBy = '/bin/sh -c make'): {Size: number; CreatedBy: string} => ({Size, CreatedBy});
const env = entry(0, '/bin/sh -c #(nop)  ENV PATH=/usr/bin');

test('sizes are those of the history without what only sets a word, lowest layer first', t => {
	const layers = layersOf(['sha256:a', 'sha256:b'], [env, entry(20), env, entry(100, '')]);
	t.deepEqual(layers.map(({bytes}) => bytes), [100, 20]);
});

test('a layer without bytes, as of an empty directory, keeps the sizes of others in their places', t => {
	const layers = layersOf(['sha256:a', 'sha256:b', 'sha256:c'], [env, entry(7), entry(0, '/bin/sh -c mkdir /data'), env, entry(100, '')]);
	t.deepEqual(layers.map(({bytes}) => bytes), [100, 0, 7]);
});

test('a layer that was copied in is one, though the builder marks it as no command', t => {
	const layers = layersOf(['sha256:a', 'sha256:b'], [entry(5), entry(0, '/bin/sh -c #(nop) COPY file:0123 in / ')]);
	t.deepEqual(layers.map(({bytes}) => bytes), [0, 5]);
});

test('a command that changed nothing is no layer', t => {
	t.deepEqual(layersOf(['sha256:a'], [entry(0), entry(100)]).map(({bytes}) => bytes), [100]);
});

test('what images share counts once', t => {
	const base = [entry(100, '')];
	const one = layersOf(['sha256:base', 'sha256:one'], [entry(10), ...base]);
	const two = layersOf(['sha256:base', 'sha256:two'], [entry(20), ...base]);
	t.is(uniqueBytes([one, two]), 130);
	t.is(uniqueBytes([one, one]), 110);
	t.is(uniqueBytes([]), 0);
});

test('the same files on top of something else are kept a second time', t => {
	t.is(uniqueBytes([layersOf(['sha256:a', 'sha256:same'], [entry(5), entry(1)]), layersOf(['sha256:b', 'sha256:same'], [entry(5), entry(1)])]), 12);
});
