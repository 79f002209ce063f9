import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {buffer} from 'node:stream/consumers';
import {gzipSync} from 'node:zlib';
import test from 'ava';
import {pack} from 'tar-stream';
import {SingleKubeError} from '../../src/errors.ts';
import {extractFromArchive} from '../../src/upstream/extract.ts';

async function archiveOf(files: Readonly<Record<string, string>>): Promise<Buffer> {
	const tar = pack();
	for (const [name, text] of Object.entries(files)) {
		tar.entry({name, mode: 0o755}, text);
	}

	tar.entry({name: './link', type: 'symlink', linkname: 'bridge'});
	tar.entry({name: './', type: 'directory'});
	tar.finalize();
	return gzipSync(await buffer(tar));
}

const plugins = {'./bridge': 'the bridge', './loopback': 'the loopback', './dhcp': 'not wanted'};

test('just what is wanted comes out, wherever in the archive it is', async t => {
	t.deepEqual(await extractFromArchive(await archiveOf(plugins), ['bridge', 'loopback']), new Map([['bridge', Buffer.from('the bridge')], ['loopback', Buffer.from('the loopback')]]));
	t.deepEqual(await extractFromArchive(await archiveOf({'cri-dockerd/cri-dockerd': 'a shim'}), ['cri-dockerd']), new Map([['cri-dockerd', Buffer.from('a shim')]]));
});

test('from a file, too', async t => {
	const directory = await mkdtemp(path.join(tmpdir(), 'single-kube-extract-'));
	t.teardown(async () => rm(directory, {recursive: true}));
	const file = path.join(directory, 'plugins.tgz');
	await writeFile(file, await archiveOf(plugins));
	t.is((await extractFromArchive(file, ['dhcp'])).get('dhcp')!.toString(), 'not wanted');
	await writeFile(file, 'no archive');
	const error = await t.throwsAsync(extractFromArchive(file, ['dhcp']), {instanceOf: SingleKubeError, code: 'DOWNLOAD_FAILED'});
	t.true(error!.message.includes(file));
});

test('an archive that lacks one is refused, and says which; a link is none', async t => {
	const error = await t.throwsAsync(extractFromArchive(await archiveOf(plugins), ['bridge', 'link', 'host-local']), {instanceOf: SingleKubeError, code: 'DOWNLOAD_FAILED'});
	t.is(error!.message, 'the archive lacks link, host-local');
});

test('one that was cut off is refused', async t => {
	const archive = await archiveOf({'./bridge': 'x'.repeat(100_000)});
	await t.throwsAsync(extractFromArchive(archive.subarray(0, archive.length - 20), ['bridge']), {instanceOf: SingleKubeError, code: 'DOWNLOAD_FAILED'});
});
