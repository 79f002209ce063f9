import {readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {SingleKubeError} from '../../src/errors.ts';
import {content, downloading, sha256, sha256Of} from './helpers/downloading.ts';
import {serveFiles} from './helpers/file-server.ts';

const part = `a/kubelet.${sha256.slice(0, 12)}.part`;

test('what the cache has not is fetched whole, is verified, and is there the next time without a word to anybody', async t => {
	const server = await serveFiles(t, {'/kubelet': {content}, '/kubectl': {content: Buffer.from('kubectl')}});
	const {get, directory, left, events} = await downloading(t);
	const wanted = [
		{name: 'a/kubelet', url: `${server.url}/kubelet`, sha256},
		{name: 'a/kubectl', url: `${server.url}/kubectl`, sha256: sha256Of(Buffer.from('kubectl'))},
	];
	const files = await get(wanted);
	t.is(files.get('a/kubelet'), path.join(directory, 'a/kubelet'));
	t.deepEqual(await readFile(files.get('a/kubelet')!), content);
	t.is(await readFile(files.get('a/kubectl')!, 'utf8'), 'kubectl');
	t.deepEqual(await left(), ['a/kubectl', 'a/kubectl.sha256', 'a/kubelet', 'a/kubelet.sha256']);
	t.deepEqual(events.filter(event => event.type !== 'download-progressed').map(({type}) => type), ['download-started', 'download-started', 'download-finished', 'download-finished']);
	t.like(events.findLast(event => event.type === 'download-progressed' && event.name === 'a/kubelet'), {bytes: content.length, total: content.length});
	events.length = 0;
	// In which order they are done is not promised.
	t.deepEqual(new Map([...await get(wanted)].sort()), new Map([...files].sort()));
	t.is(server.log.length, 2);
	t.deepEqual(events, []);
});

test('a file in the cache that has gone bad is fetched again', async t => {
	const server = await serveFiles(t, {'/kubelet': {content}});
	const {get} = await downloading(t);
	const wanted = [{name: 'a/kubelet', url: `${server.url}/kubelet`, sha256}];
	const file = (await get(wanted)).get('a/kubelet')!;
	await writeFile(file, 'broken');
	await get(wanted);
	t.deepEqual(await readFile(file), content);
});

test('after a dropped connection only the rest is sent', async t => {
	const server = await serveFiles(t, {'/kubelet': {content, etag: '"1"', times: [{dropAfter: 100_000}, {dropAfter: 50_000}]}});
	const {get, pauses} = await downloading(t);
	const files = await get([{name: 'a/kubelet', url: `${server.url}/kubelet`, sha256}]);
	t.deepEqual(await readFile(files.get('a/kubelet')!), content);
	t.deepEqual(server.log.map(({status, range, sent}) => [status, range, sent]), [
		[200, undefined, 100_000], [206, 'bytes=100000-', 50_000], [206, 'bytes=150000-', 150_000],
	]);
	t.deepEqual(server.log.map(({headers}) => headers['if-range']), [undefined, '"1"', '"1"']);
	t.deepEqual(pauses, [500, 1000]);
});

test('a server that ignores ranges, or whose file has changed, sends it all and it is right', async t => {
	const ignoring = await serveFiles(t, {'/kubelet': {content, ignoresRange: true, times: [{dropAfter: 1000}]}});
	const {get} = await downloading(t);
	const file = (await get([{name: 'a/kubelet', url: `${ignoring.url}/kubelet`, sha256}])).get('a/kubelet')!;
	t.deepEqual(await readFile(file), content);
	t.deepEqual(ignoring.log.map(({status, range}) => [status, range]), [[200, undefined], [200, 'bytes=1000-']]);
});

test('a beginning of another file is not what a mirror is blamed for: it is asked for the whole', async t => {
	const server = await serveFiles(t, {'/kubelet': {content}});
	const {get, directory} = await downloading(t);
	await get([{name: 'a/other', url: `${server.url}/kubelet`, sha256}]);
	await writeFile(path.join(directory, part), Buffer.alloc(1000));
	const file = (await get([{name: 'a/kubelet', url: `${server.url}/kubelet`, sha256}])).get('a/kubelet')!;
	t.deepEqual(await readFile(file), content);
	t.deepEqual(server.log.slice(1).map(({status, range}) => [status, range]), [[206, 'bytes=1000-'], [200, undefined]]);
});

test('a part that is the whole file is enough, and one that is too long is begun anew', async t => {
	const server = await serveFiles(t, {'/kubelet': {content}, '/other': {content}});
	const {get, directory} = await downloading(t);
	await get([{name: 'a/third', url: `${server.url}/other`, sha256}]);
	await writeFile(path.join(directory, part), content);
	await get([{name: 'a/kubelet', url: `${server.url}/kubelet`, sha256}]);
	await writeFile(path.join(directory, part.replace('kubelet', 'other')), Buffer.concat([content, content]));
	const file = (await get([{name: 'a/other', url: `${server.url}/other`, sha256}])).get('a/other')!;
	t.deepEqual(await readFile(file), content);
	t.deepEqual(server.log.slice(1).map(({path: asked, status, sent}) => [asked, status, sent]), [['/kubelet', 416, 0], ['/other', 416, 0], ['/other', 200, content.length]]);
});

test('too many requests: the pause that the server asks for, but never longer than the limit', async t => {
	const times = [{status: 429, headers: {'retry-after': '7'}}, {status: 429, headers: {'retry-after': '86400'}}, {status: 503, headers: {'retry-after': new Date(0).toUTCString()}}];
	const server = await serveFiles(t, {'/kubelet': {content, times}});
	const {get, pauses} = await downloading(t);
	await get([{name: 'a/kubelet', url: `${server.url}/kubelet`, sha256}]);
	t.deepEqual(pauses, [7000, 60_000, 0]);
});

test('trouble of the server is waited out, longer each time, and the fifth time it is over', async t => {
	const bad = {status: 500};
	const server = await serveFiles(t, {'/fine': {content, times: [bad, bad, bad, bad]}, '/never': {content, times: [bad, bad, bad, bad, bad]}});
	const {get, pauses} = await downloading(t);
	await get([{name: 'a/kubelet', url: `${server.url}/fine`, sha256}]);
	t.deepEqual(pauses, [500, 1000, 2000, 4000]);
	const error = await t.throwsAsync(get([{name: 'b/kubelet', url: `${server.url}/never`, sha256}]), {instanceOf: SingleKubeError});
	t.is(error!.code, 'DOWNLOAD_FAILED');
	t.deepEqual(error!.seen, [`${server.url}/never: HTTP status 500`]);
	t.is(server.log.length, 10);
});

test('a server that falls silent is asked again for the rest', async t => {
	const server = await serveFiles(t, {'/kubelet': {content, times: [{stallAfter: 10_000}]}});
	const {get} = await downloading(t);
	const files = await get([{name: 'a/kubelet', url: `${server.url}/kubelet`, sha256}], {patience: {stall: 500}});
	t.deepEqual(await readFile(files.get('a/kubelet')!), content);
	t.is(server.log.at(-1)!.range, 'bytes=10000-');
});

test('one that is always silent is named with what was waited for', async t => {
	const server = await serveFiles(t, {'/kubelet': {content, times: [{stallAfter: 0}, {stallAfter: 0}]}});
	const {get} = await downloading(t);
	const error = await t.throwsAsync(get([{name: 'a/kubelet', url: `${server.url}/kubelet`, sha256}], {patience: {stall: 100, attempts: 2}}), {instanceOf: SingleKubeError});
	t.deepEqual(error!.seen, [`${server.url}/kubelet: nothing came for 0.1 s`]);
});

test('mirrors are asked in their order, the next where one has not the file or has a wrong one, with the rest of what came', async t => {
	const upstream = await serveFiles(t, {'/v1/kubelet': {content}});
	const empty = await serveFiles(t, {});
	const wrong = await serveFiles(t, {'/k8s/v1/kubelet': {content: Buffer.from('a page of a proxy')}});
	const {get, left} = await downloading(t);
	const host = new URL(upstream.url).host;
	const files = await get([{name: 'a/kubelet', url: `${upstream.url}/v1/kubelet`, sha256}], {mirrors: [{host, base: `${empty.url}/x`}, {host, base: `${wrong.url}/k8s`}]});
	t.deepEqual(await readFile(files.get('a/kubelet')!), content);
	t.deepEqual([empty, wrong, upstream].map(({log}) => log.length), [1, 1, 1]);
	t.is(upstream.log[0]!.range, undefined, 'nothing of the wrong one is kept');
	t.deepEqual(await left(), ['a/kubelet', 'a/kubelet.sha256']);
});

test('what one mirror had sent when it went away, the next need not send', async t => {
	const upstream = await serveFiles(t, {'/kubelet': {content, etag: '"upstream"'}});
	const mirror = await serveFiles(t, {'/kubelet': {content, etag: '"mirror"', times: [{dropAfter: 200_000}, {status: 404}]}});
	const {get} = await downloading(t);
	await get([{name: 'a/kubelet', url: `${upstream.url}/kubelet`, sha256}], {mirrors: [{host: new URL(upstream.url).host, base: mirror.url}]});
	t.deepEqual(upstream.log.map(({range, headers, sent}) => [range, headers['if-range'], sent]), [['bytes=200000-', undefined, 100_000]]);
});

test('wrong everywhere: every address with what was expected and seen, and nothing of it stays', async t => {
	const bad = Buffer.from('not it');
	const upstream = await serveFiles(t, {'/kubelet': {content: bad}});
	const mirror = await serveFiles(t, {});
	const {get, left} = await downloading(t);
	const error = await t.throwsAsync(get([{name: 'a/kubelet', url: `${upstream.url}/kubelet`, sha256}], {mirrors: [{host: new URL(upstream.url).host, base: mirror.url}]}), {instanceOf: SingleKubeError});
	t.is(error!.code, 'CHECKSUM_WRONG');
	t.deepEqual(error!.seen, [`${mirror.url}/kubelet: HTTP status 404`, `${upstream.url}/kubelet: SHA-256 ${sha256Of(bad)}, expected ${sha256}`]);
	t.deepEqual(await left(), []);
});

test('one file that cannot be had ends the others, whose parts stay', async t => {
	const server = await serveFiles(t, {'/slow': {content, times: [{stallAfter: 5000}]}});
	const {get, left} = await downloading(t);
	const error = await t.throwsAsync(get([{name: 'slow', url: `${server.url}/slow`, sha256}, {name: 'none', url: `${server.url}/none`, sha256}]), {instanceOf: SingleKubeError});
	t.is(error!.message, 'none could not be downloaded');
	t.deepEqual((await left()).filter(name => name.endsWith('.lock')), []);
});

test('an abort leaves a part, and the next call goes on from there', async t => {
	const server = await serveFiles(t, {'/kubelet': {content, times: [{stallAfter: 120_000}]}});
	const {get, left, events, directory} = await downloading(t);
	const wanted = [{name: 'a/kubelet', url: `${server.url}/kubelet`, sha256}];
	const controller = new AbortController();
	const aborting = get(wanted, {patience: {stall: 10_000}}, controller.signal);
	const arrived = async (): Promise<boolean> => events.some(event => event.type === 'download-progressed' && event.bytes > 0)
		|| (await readFile(path.join(directory, part)).then(({length}) => length, () => 0)) === 120_000;
	while (!await arrived()) {
		await new Promise(resolve => {
			setTimeout(resolve, 10);
		});
	}

	controller.abort(new Error('enough'));
	await t.throwsAsync(aborting, {message: 'enough'});
	t.deepEqual(await left(), [part]);
	await get(wanted);
	t.regex(server.log[1]!.range!, /^bytes=\d+-$/);
	t.is(server.log[1]!.status, 206);
	t.is(server.log[1]!.sent, content.length - Number(/\d+/.exec(server.log[1]!.range!)![0]));
});

test('two at once fetch a file once', async t => {
	const server = await serveFiles(t, {'/kubelet': {content}});
	const {get} = await downloading(t);
	const wanted = [{name: 'a/kubelet', url: `${server.url}/kubelet`, sha256}];
	const both = await Promise.all([get(wanted), get(wanted)]);
	t.deepEqual(both[0], both[1]);
	t.is(server.log.length, 1);
});

test('who waits for another process too long is told for which', async t => {
	const {get, directory} = await downloading(t);
	await writeFile(path.join(directory, 'kubelet.lock'), `${process.ppid} 0-0\n`);
	const error = await t.throwsAsync(get([{name: 'kubelet', url: 'http://127.0.0.1:1/', sha256}], {patience: {otherProcess: -1}}), {instanceOf: SingleKubeError});
	t.is(error!.code, 'TIMEOUT');
	t.deepEqual(error!.seen, [`process ${process.ppid}, by ${path.join(directory, 'kubelet.lock')}`]);
});

test('three are fetched at a time, not more', async t => {
	const files = Object.fromEntries(Array.from({length: 5}, (_, index) => [`/${index}`, {content, delay: 100}]));
	const server = await serveFiles(t, files);
	const {get} = await downloading(t);
	await get(Object.keys(files).map(name => ({name: name.slice(1), url: server.url + name, sha256})));
	t.is(server.log.length, 5);
	t.is(server.mostAtOnce(), 3);
});

test('a directory that cannot be written is said, and nobody is asked', async t => {
	const server = await serveFiles(t, {'/kubelet': {content}});
	const {get, directory} = await downloading(t);
	await writeFile(path.join(directory, 'a'), '');
	const error = await t.throwsAsync(get([{name: 'a/kubelet', url: `${server.url}/kubelet`, sha256}]), {instanceOf: SingleKubeError});
	t.is(error!.code, 'DOWNLOAD_FAILED');
	t.regex(error!.hint!, /SINGLE_KUBE_CACHE/);
	t.is(server.log.length, 0);
});
