import {engineStatus} from '../../embedded-engine/status.ts';
import {findProgram} from '../../embedded-engine/programs.ts';
import {messageOf, SingleKubeError} from '../../errors.ts';
import {type Check, error, type Finding, found, warning} from '../check.ts';
import type {DoctorContext} from '../context.ts';

/** What a start would find: an engine, or whether it could run its own. */
export type EngineSeen =
	| {readonly kind: 'answers'; readonly host: string; readonly origin: string; readonly version: string; readonly operatingSystem: string}
	| {
		readonly kind: 'none'; readonly failure: string; readonly hint: string | undefined;
		/** Somebody named this engine: no other takes its place. */
		readonly named: boolean;
		readonly own: {readonly linux: boolean; readonly root: boolean; readonly dockerd: string | undefined; readonly apt: boolean; readonly mayInstall: boolean};
	};

export const engine: Check = {
	name: 'engine', about: 'whether a Docker engine answers, and how it was found', quick: true, atStart: 'nothing', limit: 25_000,
	run: async (context, signal) => judgeEngine(await look(context, signal)),
};

/** Pure. */
export function judgeEngine(seen: EngineSeen): Finding {
	if (seen.kind === 'answers') {
		return found(`${seen.host} (${seen.origin}), Docker ${seen.version}, ${seen.operatingSystem}`, []);
	}

	const {failure, hint, named, own} = seen;
	if (named || !own.linux) {
		return found(failure, [error(failure, hint ?? 'Start the engine, then: docker version')]);
	}

	if (!own.root) {
		return found(failure, [error(`${failure}, and only root can start the embedded engine`, 'Start Docker (sudo systemctl start docker), or let root start the embedded engine: sudo npx single-kube engine start')]);
	}

	if (own.dockerd !== undefined) {
		return found(`none answers; a start runs the embedded engine with ${own.dockerd}`, []);
	}

	return own.apt && own.mayInstall
		? found('none answers, and dockerd is not installed', [warning('a start installs docker.io with apt and runs the embedded engine', 'Install it beforehand: apt-get install --no-install-recommends docker.io iptables iproute2')])
		: found('none answers, and dockerd is not installed', [error(`there is no engine, and single-kube cannot install one${own.apt ? ': --no-install' : ': this machine has no apt'}`, 'Install and start Docker with the means of your distribution, then: docker version')]);
}

async function look(context: DoctorContext, signal: AbortSignal): Promise<EngineSeen> {
	const {env, options} = context;
	try {
		const {host, origin} = await context.engine();
		const {version, operatingSystem} = await context.condition();
		return {kind: 'answers', host, origin, version, operatingSystem};
	} catch (thrown) {
		signal.throwIfAborted();
		const known = thrown instanceof SingleKubeError ? thrown : undefined;
		const {dockerd} = await engineStatus(env, signal);
		return {
			kind: 'none', failure: [messageOf(thrown), ...known?.seen ?? []].join('; '), hint: known?.hint,
			named: options.engine === 'host' || (options.engine !== 'embedded' && (await isNamed(context) || known?.code !== 'ENGINE_UNREACHABLE')),
			own: {
				linux: process.platform === 'linux', root: process.geteuid?.() === 0, dockerd, apt: findProgram('apt-get', env) !== undefined, mayInstall: options.install ?? true,
			},
		};
	}
}

async function isNamed(context: DoctorContext): Promise<boolean> {
	// An address that cannot be read was named by somebody.
	return context.address().then(({explicit}) => explicit, () => true);
}
