import {SingleKubeError} from '../errors.ts';
import type {Emit} from '../events.ts';
import {installPackages} from './apt.ts';
import {keepServicesOff} from './services.ts';
import type {EmbeddedPaths} from './paths.ts';
import {recordPackages} from './packages.ts';
import {withoutServiceStarts} from './policy-rc.ts';
import {findProgram} from './programs.ts';

export type InstallOptions = {readonly install: boolean; readonly confirm?: (question: string) => Promise<boolean>; readonly env: NodeJS.ProcessEnv};

/** What the engine needs, and the Debian package that has it. */
const needs = [['dockerd', 'docker.io'], ['iptables', 'iptables'], ['ip', 'iproute2']] as const;

/**
 * Have dockerd and what it calls on this machine, from the distribution's packages where they are missing.
 *
 * @returns the path of dockerd
 * @throws SingleKubeError EMBEDDED_ENGINE_UNSUPPORTED, EMBEDDED_ENGINE_NOT_INSTALLED, EMBEDDED_ENGINE_INSTALL_FAILED; the signal's reason
 */
export async function ensureInstalled(paths: EmbeddedPaths, {install, confirm, env}: InstallOptions, emit: Emit, signal: AbortSignal): Promise<string> {
	const missing = needs.filter(([program]) => !findProgram(program, env)).map(([, name]) => name);
	if (missing.length === 0) {
		return findProgram('dockerd', env)!;
	}

	const apt = findProgram('apt-get', env);
	if (!apt) {
		throw new SingleKubeError('EMBEDDED_ENGINE_UNSUPPORTED', 'single-kube cannot install an engine on this machine', {
			seen: [`missing: ${missing.join(', ')}`, 'there is no apt-get'], hint: 'Install Docker with the means of your distribution, then try again',
		});
	}

	const command = `apt-get install --no-install-recommends ${missing.join(' ')}`;
	const question = `The embedded engine needs the package${missing.length > 1 ? 's' : ''} ${missing.join(', ')}. Install with apt?`;
	if (!install || (confirm && !await confirm(question))) {
		throw new SingleKubeError('EMBEDDED_ENGINE_NOT_INSTALLED', 'the embedded engine is not installed', {
			seen: [`missing: ${missing.join(', ')}`, install ? 'the installation was declined' : 'installing was not allowed (--no-install)'],
			hint: `Install it yourself: ${command}`,
		});
	}

	signal.throwIfAborted();
	emit({type: 'noted', phase: 'engine', text: `Installing ${missing.join(', ')} with apt for the embedded engine`});
	await keepServicesOff(env, emit, async () => withoutServiceStarts(async extraEnvironment => installPackages(apt, missing, {
		env, signal, extraEnvironment, record: async names => recordPackages(paths, names),
	})));
	const dockerd = findProgram('dockerd', env);
	if (!dockerd) {
		throw new SingleKubeError('EMBEDDED_ENGINE_INSTALL_FAILED', 'apt installed docker.io, and there is no dockerd', {hint: 'See what it has: dpkg -L docker.io'});
	}

	return dockerd;
}
