import {existsSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import type {Emit} from '../events.ts';
import {readInstalledPackages} from './packages.ts';
import type {EmbeddedPaths} from './paths.ts';
import {findProgram} from './programs.ts';
import {lastLines, runProgram, type RunOptions} from './run-program.ts';

/**
 * Take away the packages that we installed, where nobody else came to need them meanwhile. What stays is said.
 *
 * @param alone whether no other dockerd runs
 * @throws the signal's reason
 */
export async function purgePackages(paths: EmbeddedPaths, env: NodeJS.ProcessEnv, alone: boolean, emit: Emit, signal: AbortSignal): Promise<void> {
	const apt = findProgram('apt-get', env);
	const recorded = await readInstalledPackages(paths);
	if (recorded.length === 0 || !apt) {
		return;
	}

	const options = {env, signal, limitMs: 5 * 60_000, extraEnvironment: {DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8'}};
	const installed = await stillInstalled(recorded, options);
	const reason = await reasonToStay(apt, installed, alone, options);
	if (reason !== undefined) {
		emit({type: 'warned', phase: 'engine', text: `The packages ${installed.join(', ')} stay: ${reason}`});
	} else if (installed.length > 0) {
		emit({type: 'noted', phase: 'engine', text: `Removing the packages that were installed for the embedded engine: ${installed.join(', ')}`});
		const {ok, all} = await runProgram(apt, ['--yes', '--quiet', 'purge', ...aptOptions, ...installed], options);
		if (!ok) {
			emit({type: 'warned', phase: 'engine', text: `Not all packages could be removed, by hand: apt-get purge ${installed.join(' ')} (${lastLines(all, 1).join('')})`});
		}
	}

	await rm(paths.packages, {force: true});
}

/** @param simulation the output of `apt-get --simulate purge` @returns the names that would go: `Purg NAME [VERSION]`, `Remv NAME [VERSION]` */
export function removedPackages(simulation: string): string[] {
	return [...new Set([...simulation.matchAll(/^(?:Purg|Remv) (\S+) /gm)].map(match => match[1]!))];
}

const aptOptions = ['-o', 'DPkg::Lock::Timeout=120', '-o', 'APT::Get::AutomaticRemove=false'];

async function reasonToStay(apt: string, installed: readonly string[], alone: boolean, options: RunOptions): Promise<string | undefined> {
	if (installed.length === 0) {
		return undefined;
	}

	if (!alone) {
		return 'another dockerd runs';
	}

	// Docker.io's purge deletes it: these would be the images and volumes of an engine that is not ours.
	if (existsSync('/var/lib/docker')) {
		return 'the machine\'s own Docker has data in /var/lib/docker';
	}

	const {ok, stdout, all} = await runProgram(apt, ['--simulate', 'purge', ...aptOptions, ...installed], options);
	const others = removedPackages(stdout).filter(name => !installed.includes(name));
	return ok ? others.length > 0 ? `${others.join(', ')} need${others.length > 1 ? '' : 's'} them` : undefined : lastLines(all, 1).join('');
}

async function stillInstalled(names: readonly string[], options: RunOptions): Promise<string[]> {
	const {stdout} = await runProgram('dpkg-query', ['--show', '--showformat', '${db:Status-Abbrev}\t${Package}\n', ...names], options);
	return stdout.split('\n').flatMap(line => line.startsWith('ii') ? [line.split('\t')[1]!] : []);
}
