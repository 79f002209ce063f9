/** The base of all other images: a small Debian, made by mmdebstrap on this machine and imported. */
import {execa} from 'execa';
import {importImage} from '../engine/images.ts';
import type {Engine} from '../engine/engine.ts';
import {SingleKubeError} from '../errors.ts';
import type {Emit} from '../events.ts';
import {findProgram} from '../embedded-engine/programs.ts';
import {buildFailure} from './classify-failure.ts';
import {architectureOptions} from './foreign-architecture.ts';
import {debianSources, indextargetsFormat, sourcesOfOtherRelease} from './mirrors.ts';
import {aptProxies} from './proxies.ts';

const suite = 'bookworm';

/** For mmdebstrap, which takes a quarter of a minute, and for each run of apt, in milliseconds. */
const limitMs = 10 * 60_000;

/** Part of the content hash: what is made from this is the same base. */
export const baseOptions: readonly string[] = [
	'--variant=apt',
	...['doc', 'man', 'info', 'locale', 'lintian', 'bug'].map(folder => `--dpkgopt=path-exclude=/usr/share/${folder}/*`),
	'--dpkgopt=force-unsafe-io',
	'--aptopt=APT::Install-Recommends "false"',
	'--aptopt=APT::Sandbox::User "root"',
	// Debian 12 has /usr merged; the program that merges a running system brings all of perl with it.
	'--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr',
	'--include=ca-certificates,usr-is-merged',
	'--customize-hook=rm -rf "$1"/usr/lib/x86_64-linux-gnu/gconv "$1"/usr/lib/aarch64-linux-gnu/gconv "$1"/usr/share/zoneinfo "$1"/var/cache/apt/* "$1"/var/lib/apt/lists/* "$1"/var/log/*',
];

export const baseInputs: readonly string[] = [suite, ...baseOptions];

/**
 * Make and import it, of the engine's architecture. The mirrors, and proxies for them, are those of this machine's apt.
 *
 * @throws SingleKubeError IMAGE_TOOL_MISSING, IMAGE_MIRROR_UNREACHABLE, IMAGE_BUILD_FAILED, TIMEOUT
 */
export async function makeBaseImage(engine: Engine, reference: string, labels: Readonly<Record<string, string>>, architecture: string, install: boolean, emit: Emit, signal: AbortSignal): Promise<void> {
	const foreign = architectureOptions(architecture);
	await ensureMmdebstrap(install, emit, signal);
	const sources = await aptSources();
	const output: string[] = [];
	const child = execa('mmdebstrap', [...baseOptions, ...foreign, ...await proxyOptions(), suite, '-', ...(sources.length > 0 ? ['-'] : [])], {
		input: sources.length > 0 ? `${sources.join('\n')}\n` : '', stdout: 'pipe', stderr: 'pipe', buffer: false, reject: false, cancelSignal: signal, timeout: limitMs, forceKillAfterDelay: 30_000,
		env: {DEBIAN_FRONTEND: 'noninteractive', TMPDIR: '/var/tmp'},
	});
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		const lines = text.split(/[\r\n]+/).filter(line => line.trim() !== '');
		output.push(...lines);
		emit({type: 'image-build-progressed', image: 'base', step: 1, steps: 1, line: lines.at(-1)?.trim() ?? ''});
	});
	// A tar that broke off is refused by the engine or tagged too early: only a whole one is imported.
	const chunks: Buffer[] = [];
	child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
	const result = await child;
	signal.throwIfAborted();
	requireInTime(result, 'mmdebstrap', output);
	if (result.failed) {
		throw buildFailure('the base image', output, result);
	}

	await importImage(engine, Buffer.concat(chunks), reference, labels);
}

async function ensureMmdebstrap(install: boolean, emit: Emit, signal: AbortSignal): Promise<void> {
	if (findProgram('mmdebstrap', process.env)) {
		return;
	}

	const command = 'apt-get install --yes --no-install-recommends mmdebstrap';
	if (!findProgram('apt-get', process.env) || process.getuid?.() !== 0) {
		throw new SingleKubeError('IMAGE_TOOL_MISSING', 'building images from Debian packages needs mmdebstrap, and root to run it', {
			seen: [`you are user ${process.getuid?.()}`], hint: 'Run it as root on Debian, or start from images that are already on the engine',
		});
	}

	if (!install) {
		throw new SingleKubeError('IMAGE_TOOL_MISSING', 'building images from Debian packages needs mmdebstrap, and nothing may be installed', {hint: command});
	}

	emit({type: 'noted', phase: 'images', text: `installing mmdebstrap (${command})`});
	const run = async (...args: readonly string[]) => execa('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=120', ...args], {
		env: {DEBIAN_FRONTEND: 'noninteractive'}, stdin: 'ignore', all: true, reject: false, cancelSignal: signal, timeout: limitMs,
	});
	let result = await run(...command.split(' ').slice(1));
	if (result.failed && !result.timedOut) {
		await run('update');
		result = await run(...command.split(' ').slice(1));
	}

	signal.throwIfAborted();
	requireInTime(result, 'apt-get', (result.all ?? '').split('\n'));
	if (result.failed) {
		throw buildFailure('mmdebstrap', (result.all ?? '').split('\n'), result);
	}
}

/** The mirrors of this machine's apt, as lines of a sources.list; none where there is no apt. */
export async function aptSources(): Promise<string[]> {
	const ask = async (): Promise<string> => (await execa('apt-get', ['indextargets', '--format', indextargetsFormat, 'Created-By: Packages'], {reject: false, timeout: limitMs})).stdout ?? '';
	const output = await ask();
	const sources = debianSources(output, suite);
	return sources.length > 0 ? sources : sourcesOfOtherRelease(output, suite);
}

/** mmdebstrap keeps apt's options in what it makes: the last hook takes the proxies out of there again. */
async function proxyOptions(): Promise<string[]> {
	const options = (await aptProxies()).map(({option, value}) => `--aptopt=${option} "${value}"`);
	return options.length === 0 ? [] : [...options, '--customize-hook=sed -i "/^Acquire::https*::Proxy/Id" "$1"/etc/apt/apt.conf.d/99mmdebstrap'];
}

function requireInTime({timedOut}: {readonly timedOut: boolean}, program: string, output: readonly string[]): void {
	if (timedOut) {
		throw new SingleKubeError('TIMEOUT', `${program} did not end within ${limitMs / 60_000} minutes`, {
			seen: output.filter(line => line.trim() !== '').slice(-20), hint: 'See whether apt-get update works here and how fast the mirror is, then start again',
		});
	}
}
