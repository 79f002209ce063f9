import {readFile} from 'node:fs/promises';
import test from 'ava';
import {SingleKubeError} from '../../src/errors.ts';
import {parseChecksum} from '../../src/upstream/sha256.ts';
import {content, downloading, sha256} from './helpers/downloading.ts';
import {serveFiles} from './helpers/file-server.ts';

test('where no checksum is known, the published one is asked for, once, and the next time nobody', async t => {
	const server = await serveFiles(t, {'/kubelet': {content}, '/kubelet.sha256': {content: Buffer.from(`${sha256}\n`), times: [{status: 500}]}});
	const {get} = await downloading(t);
	const wanted = [{name: 'kubelet', url: `${server.url}/kubelet`, checksumUrl: `${server.url}/kubelet.sha256`}];
	const files = await get(wanted);
	t.deepEqual(await readFile(files.get('kubelet')!), content);
	await get(wanted);
	t.deepEqual(server.log.map(({path}) => path), ['/kubelet.sha256', '/kubelet.sha256', '/kubelet']);
});

test('a file that the published checksum is not of is refused', async t => {
	const server = await serveFiles(t, {'/kubelet': {content: Buffer.from('other')}, '/kubelet.sha256': {content: Buffer.from(sha256)}});
	const {get, left} = await downloading(t);
	const error = await t.throwsAsync(get([{name: 'kubelet', url: `${server.url}/kubelet`, checksumUrl: `${server.url}/kubelet.sha256`}]), {instanceOf: SingleKubeError});
	t.is(error!.code, 'CHECKSUM_WRONG');
	t.deepEqual(await left(), []);
});

test('without a checksum nothing is fetched: none published, a page instead of one, none to be trusted', async t => {
	const server = await serveFiles(t, {'/kubelet': {content}, '/page.sha256': {content: Buffer.from('<html>')}});
	const {get} = await downloading(t);
	const refused = async (checksumUrl: string | undefined): Promise<readonly string[]> => {
		const error = await t.throwsAsync(get([{name: 'kubelet', url: `${server.url}/kubelet`, checksumUrl}]), {instanceOf: SingleKubeError, code: 'DOWNLOAD_FAILED'});
		return error!.seen;
	};

	t.deepEqual(await refused(`${server.url}/none.sha256`), [`${server.url}/none.sha256: HTTP status 404`]);
	t.deepEqual(await refused(`${server.url}/page.sha256`), [`${server.url}/page.sha256: what it answered with is no checksum`]);
	t.deepEqual(await refused('http://dl.example/kubelet.sha256'), ['none is known here, and none is published where it could be trusted']);
	t.deepEqual(await refused(undefined), ['none is known here, and none is published where it could be trusted']);
	t.false(server.log.some(({path}) => path === '/kubelet'));
});

test('a checksum stands alone or before the name of its file', t => {
	t.is(parseChecksum(sha256), sha256);
	t.is(parseChecksum(`${sha256.toUpperCase()}  kubelet\n`), sha256);
	t.is(parseChecksum(`${sha256}0`), undefined);
	t.is(parseChecksum(''), undefined);
});
