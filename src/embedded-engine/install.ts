/** Install dockerd from the distribution's package, without the service that comes with it. */
import {access, appendFile, chmod, mkdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import {execa} from 'execa';
import {SingleKubeError} from '../errors.ts';
import type {Emit} from '../events.ts';
import type {EmbeddedEnginePaths} from './paths.ts';

export type InstallOptions = {readonly install: boolean; readonly confirm?: (question: string) => Promise<boolean>};

const programs = [
	{program: 'dockerd', package: 'docker.io'},
	{program: 'iptables', package: 'iptables'},
	{program: 'ip', package: 'iproute2'},
];

/** Long enough for a slow mirror, in milliseconds. */
const patience = 10 * 60_000;

/** @throws SingleKubeError EMBEDDED_ENGINE_NOT_INSTALLED, EMBEDDED_ENGINE_UNSUPPORTED or EMBEDDED_ENGINE_INSTALL_FAILED */
export async function ensureInstalled(paths: EmbeddedEnginePaths, {install, confirm}: InstallOptions, emit: Emit, signal?: AbortSignal): Promise<void> {
	const missing = (await Promise.all(programs.map(async entry => await isOnPath(entry.program) ? [] : [entry.package]))).flat();
	if (missing.length === 0) {
		return;
	}

	const command = `apt-get install --no-install-recommends ${missing.join(' ')}`;
	if (!await isOnPath('apt-get')) {
		throw new SingleKubeError('EMBEDDED_ENGINE_UNSUPPORTED', `the embedded engine needs ${missing.join(', ')}, and this system has no apt-get to install it`, {
			hint: 'Install Docker as your system does it and start again, or use another engine: DOCKER_HOST=…',
		});
	}

	if (!install || (confirm && !await confirm(`single-kube's own Docker engine needs the packages ${missing.join(', ')}. Install them with apt-get?`))) {
		throw new SingleKubeError('EMBEDDED_ENGINE_NOT_INSTALLED', `the embedded engine needs ${missing.join(', ')}, and nothing may be installed`, {hint: command});
	}

	emit({type: 'noted', phase: 'engine', text: `installing ${missing.join(', ')} (${command})`});
	const before = await installedPackages();
	await withoutServices(async () => aptInstall(missing, command, signal));
	await mkdir(paths.directory, {recursive: true, mode: 0o700});
	const added = (await installedPackages()).filter(name => !before.includes(name));
	await appendFile(paths.packages, added.map(name => `${name}\n`).join(''));
}

export async function isOnPath(program: string): Promise<boolean> {
	const directories = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/sbin'];
	const found = await Promise.all(directories.map(async directory => access(`${directory}/${program}`).then(() => true, () => false)));
	return found.includes(true);
}

async function installedPackages(): Promise<string[]> {
	const {stdout} = await execa('dpkg-query', ['-W', '-f', '${db:Status-Abbrev} ${Package}\n']);
	return stdout.split('\n').filter(line => line.startsWith('ii ')).map(line => line.slice(4).trim());
}

async function aptInstall(packages: readonly string[], command: string, signal?: AbortSignal): Promise<void> {
	const apt = async (...args: readonly string[]) => execa('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=120', ...args], {
		env: {DEBIAN_FRONTEND: 'noninteractive'}, stdin: 'ignore', all: true, reject: false, cancelSignal: signal, timeout: patience,
	});
	const install = ['install', '--yes', '--no-install-recommends', ...packages];
	let result = await apt(...install);
	if (result.failed && !signal?.aborted) {
		// No lists yet, or lists that name packages the mirror no longer has.
		const update = await apt('update');
		result = update.failed ? update : await apt(...install);
	}

	signal?.throwIfAborted();
	if (result.failed) {
		throw new SingleKubeError('EMBEDDED_ENGINE_INSTALL_FAILED', `${packages.join(', ')} could not be installed`, {
			seen: (result.all ?? '').split('\n').filter(line => /^[EW]: |Err:|Could not|Failed/.test(line)).slice(-10),
			hint: `See whether the mirrors of /etc/apt can be reached, then by hand: apt-get update && ${command}`, cause: result,
		});
	}
}

const policy = '/usr/sbin/policy-rc.d';
const putAside = `${policy}.single-kube`;

/**
 * Debian's way to install a service without starting it: policy-rc.d answers 101. Otherwise the next `auto` would find
 * another engine. What stood there is put back, also what a crash of an earlier run left aside.
 */
async function withoutServices(work: () => Promise<void>): Promise<void> {
	const ours = '#!/bin/sh\n# Put here by single-kube while it installs docker.io.\nexit 101\n';
	await restorePolicy(ours);
	await rename(policy, putAside).catch(() => undefined);
	await writeFile(policy, ours);
	await chmod(policy, 0o755);
	try {
		await work();
	} finally {
		await restorePolicy(ours);
	}
}

async function restorePolicy(ours: string): Promise<void> {
	if (await readFile(policy, 'utf8').catch(() => '') === ours) {
		await rm(policy);
	}

	await rename(putAside, policy).catch(() => undefined);
}
