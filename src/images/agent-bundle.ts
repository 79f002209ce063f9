/** The agent's program as one file: made by esbuild from the sources of a checkout, or as the published package has it. */
import {createHash} from 'node:crypto';
import {existsSync} from 'node:fs';
import {mkdir, readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

import writeFileAtomic from 'write-file-atomic';
import {cacheDirectory} from './cache-directory.ts';

const source = fileURLToPath(new URL('../agent/main.ts', import.meta.url));
const unused = fileURLToPath(new URL('../../images/agent/unused.cjs', import.meta.url));

/** What dockerode needs only for ssh and BuildKit: left out, it would double the agent's memory. */
const leftOut = ['ssh2', '@grpc/grpc-js', '@grpc/proto-loader', 'protobufjs'];

export async function agentBundle(): Promise<Buffer> {
	return existsSync(source) ? cachedBundle() : readFile(new URL('../../dist/agent.cjs', import.meta.url));
}

/** A bundle of the same sources is the same: making it again would cost each start a fifth of a second. */
async function cachedBundle(): Promise<Buffer> {
	const root = path.dirname(path.dirname(source));
	const files = (await readdir(root, {recursive: true})).filter(file => file.endsWith('.ts')).sort();
	const hash = createHash('sha256').update(await readFile(path.join(root, '..', 'package-lock.json')).catch(() => ''));
	for (const content of await Promise.all(files.map(async file => readFile(path.join(root, file))))) {
		hash.update(content);
	}

	const cached = path.join(cacheDirectory(), `agent-${hash.digest('hex').slice(0, 16)}.cjs`);
	try {
		return await readFile(cached);
	} catch {
		const made = await bundle();
		await mkdir(cacheDirectory(), {recursive: true});
		await writeFileAtomic(cached, made);
		return made;
	}
}

/** For Debian 12's Node 18. */
export async function bundle(): Promise<Buffer> {
	const {build} = await import('esbuild');
	const {outputFiles} = await build({
		entryPoints: [source], bundle: true, write: false, platform: 'node', target: 'node18', format: 'cjs', minifySyntax: true,
		alias: Object.fromEntries(leftOut.map(name => [name, unused])), external: ['cpu-features'], logLevel: 'silent',
	});
	return Buffer.from(outputFiles[0]!.contents);
}
