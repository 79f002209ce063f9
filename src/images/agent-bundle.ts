/** The agent's program as one file: made by esbuild from the sources of a checkout, or as the published package has it. */
import {existsSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';

const source = fileURLToPath(new URL('../agent/main.ts', import.meta.url));
const unused = fileURLToPath(new URL('../../images/agent/unused.cjs', import.meta.url));

/** What dockerode needs only for ssh and BuildKit: left out, it would double the agent's memory. */
const leftOut = ['ssh2', '@grpc/grpc-js', '@grpc/proto-loader', 'protobufjs'];

export async function agentBundle(): Promise<Buffer> {
	return existsSync(source) ? bundle() : readFile(new URL('../agent.cjs', import.meta.url));
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
