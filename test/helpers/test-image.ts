/** An image with a static busybox, made without a registry. */
import {execFileSync} from 'node:child_process';
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {request} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pack} from 'tar-stream';

/**
 * @returns the image of SINGLE_KUBE_TEST_IMAGE, or `name` made from Debian's busybox-static; it has /bin/busybox and /bin/sh
 * @throws Error when neither can be had
 */
export async function testImage(engineSocket: string, name: string): Promise<string> {
	const given = process.env['SINGLE_KUBE_TEST_IMAGE'];
	if (given !== undefined && given !== '') {
		return given;
	}

	const tar = pack();
	tar.entry({name: 'bin/busybox', mode: 0o755}, busybox());
	for (const applet of ['sh', 'cat', 'sleep', 'hostname', 'echo', 'wc', 'ls']) {
		tar.entry({name: `bin/${applet}`, type: 'symlink', linkname: 'busybox'});
	}

	for (const folder of ['etc', 'tmp', 'proc', 'sys', 'dev']) {
		tar.entry({name: folder, type: 'directory', mode: 0o755});
	}

	tar.finalize();
	await new Promise<void>((resolve, reject) => {
		const [repo, tag] = name.split(':');
		const call = request({socketPath: engineSocket, method: 'POST', path: `/images/create?fromSrc=-&repo=${repo}&tag=${tag}`, headers: {'Content-Type': 'application/x-tar'}}, response => {
			let text = '';
			response.on('data', chunk => {
				text += String(chunk);
			});
			response.on('end', () => (response.statusCode === 200 && !text.includes('"error"') ? resolve() : reject(new Error(`the import failed: ${response.statusCode} ${text}`))));
		});
		call.on('error', reject);
		tar.pipe(call);
	});
	return name;
}

function busybox(): Buffer {
	if (existsSync('/bin/busybox')) {
		return readFileSync('/bin/busybox');
	}

	const folder = mkdtempSync(join(tmpdir(), 'sk-busybox-'));
	try {
		execFileSync('apt-get', ['download', 'busybox-static'], {cwd: folder, stdio: 'pipe', timeout: 60_000});
		const deb = readdirSync(folder).find(file => file.endsWith('.deb'))!;
		execFileSync('dpkg-deb', ['-x', deb, '.'], {cwd: folder, stdio: 'pipe'});
		return readFileSync(join(folder, 'bin/busybox'));
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}
