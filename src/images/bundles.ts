/** Programs of ours that run in containers, each as one file: made by esbuild from the sources of a checkout, or as the published package has them. */
import {createHash} from 'node:crypto';
import {existsSync} from 'node:fs';
import {mkdir, readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import writeFileAtomic from 'write-file-atomic';
import {cacheDirectory} from './cache-directory.ts';

const sources = fileURLToPath(new URL('..', import.meta.url));
const unused = fileURLToPath(new URL('../../images/agent/unused.cjs', import.meta.url));

/** What dockerode needs only for ssh and BuildKit: left out, it would double the agent's memory. */
export const leftOut = ['ssh2', '@grpc/grpc-js', '@grpc/proto-loader', 'protobufjs'];

/** @param image the image's name @param entry a file below src/: `agent/main.ts` */
export async function bundleOf(image: string, entry: string): Promise<Buffer> {
	return existsSync(path.join(sources, entry)) ? cachedBundle(image, entry) : readFile(new URL(`../../dist/${image}.cjs`, import.meta.url));
}

let hashing: Promise<string> | undefined;

/** A bundle of the same sources is the same: making it again would cost each start a fifth of a second. */
async function cachedBundle(image: string, entry: string): Promise<Buffer> {
	hashing ??= hashSources();
	const cached = path.join(cacheDirectory(), `${image}-${await hashing}.cjs`);
	try {
		return await readFile(cached);
	} catch {
		const made = await bundle(entry);
		await mkdir(cacheDirectory(), {recursive: true});
		await writeFileAtomic(cached, made);
		return made;
	}
}

async function hashSources(): Promise<string> {
	const files = (await readdir(sources, {recursive: true})).filter(file => file.endsWith('.ts')).sort();
	const hash = createHash('sha256').update(await readFile(path.join(sources, '..', 'package-lock.json')).catch(() => ''));
	for (const content of await Promise.all(files.map(async file => readFile(path.join(sources, file))))) {
		hash.update(content);
	}

	return hash.digest('hex').slice(0, 16);
}

/** For Debian 12's Node 18. */
export async function bundle(entry: string): Promise<Buffer> {
	const {build} = await import('esbuild');
	const {outputFiles} = await build({
		entryPoints: [path.join(sources, entry)], bundle: true, write: false, platform: 'node', target: 'node18', format: 'cjs', minifySyntax: true,
		alias: Object.fromEntries(leftOut.map(name => [name, unused])), external: ['cpu-features'], logLevel: 'silent',
		// esbuild writes each source's path beside it. The image's hash is made of these bytes, and they may not tell where it was called.
		absWorkingDir: path.join(sources, '..'), preserveSymlinks: true,
	});
	return Buffer.from(outputFiles[0]!.contents);
}
