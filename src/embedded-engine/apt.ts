/** The distribution's packages, through apt-get. */
import {readdirSync} from 'node:fs';
import {SingleKubeError} from '../errors.ts';
import {lastLines, type ProgramResult, runProgram} from './run-program.ts';

export type AptOptions = {
	readonly env: NodeJS.ProcessEnv;
	readonly signal: AbortSignal;
	readonly extraEnvironment: Readonly<Record<string, string>>;
	/** Told the names of the packages that will be new, before they are. */
	readonly record: (names: readonly string[]) => Promise<void>;
};

/** @throws SingleKubeError EMBEDDED_ENGINE_INSTALL_FAILED with the last lines of apt; the signal's reason */
export async function installPackages(apt: string, names: readonly string[], options: AptOptions): Promise<void> {
	if (!hasLists()) {
		await update(apt, options);
	}

	let result = await tryInstall(apt, names, options);
	if (!result.ok && interrupted.test(result.all)) {
		await run('dpkg', ['--configure', '-a'], options);
		result = await tryInstall(apt, names, options);
	}

	if (!result.ok && staleLists.test(result.all)) {
		await update(apt, options);
		result = await tryInstall(apt, names, options);
	}

	if (!result.ok) {
		throw installFailed(`could not install ${names.join(', ')}`, result.all);
	}
}

/** @returns the names of the packages that a dry run of apt-get would install anew: `Inst NAME (VERSION …)`; an upgrade is `Inst NAME [OLD] (NEW …)` */
export function newPackages(simulation: string): string[] {
	return [...simulation.matchAll(/^Inst (\S+) \(/gm)].map(match => match[1]!);
}

/** @returns the hosts or URLs that apt could not reach */
export function unreachableMirrors(output: string): string[] {
	const found = [/Failed to fetch (\S+)/g, /Could not connect to (\S+)/g, /Could not resolve '([^']+)'/g, /Temporary failure resolving '([^']+)'/g, /Cannot initiate the connection to (\S+)/g];
	return [...new Set(found.flatMap(pattern => [...output.matchAll(pattern)].map(match => match[1]!)).map(hostOf))];
}

const interrupted = /dpkg --configure -a/;
const staleLists = /Unable to locate package|has no installation candidate|404 {2}Not Found|Failed to fetch|Unable to fetch|Hash Sum mismatch|unmet dependencies/;

/** Long enough for a slow mirror; what takes longer does not end. */
const installLimit = 15 * 60_000;

async function tryInstall(apt: string, names: readonly string[], options: AptOptions): Promise<ProgramResult> {
	const simulated = await run(apt, ['--simulate', ...installArguments(names)], options);
	if (!simulated.ok) {
		return simulated;
	}

	await options.record(newPackages(simulated.stdout));
	return run(apt, ['--yes', '--quiet', ...installArguments(names)], options);
}

// The lock may be held by a machine's own upgrade: worth a wait. Nobody is there to answer questions about configuration files.
const installArguments = (names: readonly string[]): string[] =>
	['install', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120', '-o', 'Dpkg::Options::=--force-confold', ...names];

async function update(apt: string, options: AptOptions): Promise<void> {
	const result = await run(apt, ['--quiet', 'update', '-o', 'DPkg::Lock::Timeout=120', '-o', 'APT::Update::Error-Mode=any'], options);
	if (!result.ok) {
		throw installFailed('could not fetch the lists of packages', result.all);
	}
}

async function run(file: string, args: readonly string[], {env, signal, extraEnvironment}: AptOptions): Promise<ProgramResult> {
	return runProgram(file, args, {env, signal, limitMs: installLimit, extraEnvironment: {...extraEnvironment, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8'}});
}

function installFailed(what: string, output: string): SingleKubeError {
	const mirrors = unreachableMirrors(output);
	return new SingleKubeError('EMBEDDED_ENGINE_INSTALL_FAILED', mirrors.length > 0 ? `${what}: no answer from ${mirrors.join(', ')}` : what, {
		seen: lastLines(output),
		hint: mirrors.length > 0 ? 'See that the mirrors in /etc/apt/sources.list* can be reached: apt-get update' : 'Repair it by hand: apt-get install --no-install-recommends docker.io',
	});
}

function hasLists(): boolean {
	try {
		return readdirSync('/var/lib/apt/lists').some(name => name.includes('_Packages'));
	} catch {
		return false;
	}
}

function hostOf(place: string): string {
	return URL.parse(place)?.host || place.replace(/[:,]+$/, '').replace(/:\d+$/, '');
}
