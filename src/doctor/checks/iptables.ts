import {readFile} from 'node:fs/promises';
import {findProgram} from '../../embedded-engine/programs.ts';
import {runProgram} from '../../embedded-engine/run-program.ts';
import {type Check, error, type Finding, found, type Problem, warning} from '../check.ts';
import {onEngineMachine} from '../context.ts';

export type IptablesSeen = {
	/** What it says of itself: `iptables v1.8.9 (nf_tables)`; undefined where there is none. */
	readonly version: string | undefined;
	/** Tables that the old backend has: the kernel's /proc/net/ip_tables_names. */
	readonly legacyTables: readonly string[];
	/** How many rules each backend has; undefined where nobody may look. */
	readonly rules: {readonly legacy: number | undefined; readonly nft: number | undefined};
	/** Whether an engine answers: then it has what it needs. */
	readonly hasEngine: boolean;
};

export const iptables: Check = {
	name: 'iptables', about: 'the program, its backend, and whether rules are in both backends', quick: false, atStart: 'nothing',
	run: async (context, signal) => onEngineMachine(context, async () => {
		const hasEngine = await context.engine().then(() => true, () => false);
		return judgeIptables({...await look(context.env, signal), hasEngine});
	}),
};

/** Pure. Packets pass both backends: what one lets through the other may drop. */
export function judgeIptables({version, legacyTables, rules, hasEngine}: IptablesSeen): Finding {
	if (version === undefined) {
		return found('there is no iptables on this machine', hasEngine ? [] : [error('the embedded engine needs iptables', 'apt-get install --no-install-recommends iptables')]);
	}

	const backend = /\((\w+)\)/.exec(version)?.[1] ?? 'legacy';
	const seen = [
		version, ...rules.nft === undefined ? [] : [`${rules.nft} rules in nf_tables`], ...rules.legacy === undefined ? [] : [`${rules.legacy} in legacy (${legacyTables.join(', ')})`],
	].join(', ');
	return found(seen, mixed(backend, rules));
}

function mixed(backend: string, {legacy = 0, nft = 0}: IptablesSeen['rules']): Problem[] {
	const other = backend === 'nf_tables' ? legacy : nft;
	if (other === 0) {
		return [];
	}

	const name = backend === 'nf_tables' ? 'legacy' : 'nf_tables';
	return [warning(
		`iptables uses ${backend}, and ${other} rule${other > 1 ? 's are' : ' is'} in ${name}: packets pass both, and what one lets through the other may drop`,
		`See them: sudo iptables-${backend === 'nf_tables' ? 'legacy' : 'nft'}-save. Who wrote them should use the same: sudo update-alternatives --config iptables`,
	)];
}

async function look(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Omit<IptablesSeen, 'hasEngine'>> {
	const run = async (program: string, ...words: readonly string[]): Promise<string | undefined> => {
		if (!findProgram(program, env)) {
			return undefined;
		}

		const {ok, stdout} = await runProgram(program, words, {env, limitMs: 4000, signal});
		return ok ? stdout : undefined;
	};

	const legacyTables = (await readFile('/proc/net/ip_tables_names', 'utf8').catch(() => '')).split('\n').filter(name => name !== '');
	const version = (await run('iptables', '--version'))?.trim();
	const root = process.geteuid?.() === 0;
	// To ask the old backend for its rules would load it into the kernel.
	const legacy = root && legacyTables.length > 0 ? await run('iptables-legacy-save') : undefined;
	const nft = root && version !== undefined ? await run('iptables-nft-save') : undefined;
	return {version, legacyTables, rules: {legacy: countRules(legacy), nft: countRules(nft)}};
}

function countRules(saved: string | undefined): number | undefined {
	return saved?.split('\n').filter(line => line.startsWith('-A ')).length;
}
