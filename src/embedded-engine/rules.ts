/** The packet filter's rules, as iptables-save writes them. */
import {runProgram} from './run-program.ts';

export type Rule = {readonly table: string; readonly chain: string; /** Everything after the chain's name. */ readonly specification: string};

/** @param text the output of iptables-save */
export function parseRules(text: string): Rule[] {
	let table = '';
	return text.split('\n').flatMap(line => {
		table = line.startsWith('*') ? line.slice(1).trim() : table;
		const match = /^-A (\S+) (.*)$/.exec(line);
		return match ? [{table, chain: match[1]!, specification: match[2]!}] : [];
	});
}

/** The chains that every dockerd of a machine shares. */
export const isDockerChain = (chain: string): boolean => /^DOCKER(?:-|$)/.test(chain);

/** IPv4's and IPv6's programs; newer dockerds keep rules in both. */
export type Family = 'iptables' | 'ip6tables';

/** @returns none where the program is missing */
export async function readRules(env: NodeJS.ProcessEnv, family: Family): Promise<Rule[]> {
	const {ok, stdout} = await runProgram(`${family}-save`, [], {env});
	return ok ? parseRules(stdout) : [];
}

export type DockerRules = Readonly<Record<Family, readonly Rule[]>>;

export async function readDockerRules(env: NodeJS.ProcessEnv): Promise<DockerRules> {
	const read = async (family: Family) => (await readRules(env, family)).filter(({chain}) => isDockerChain(chain));
	return {iptables: await read('iptables'), ip6tables: await read('ip6tables')};
}

/** Put back, in their order and before all others, the rules that are no longer there. */
export async function restoreDockerRules(before: DockerRules, env: NodeJS.ProcessEnv): Promise<void> {
	for (const family of ['iptables', 'ip6tables'] as const) {
		await restoreRules(missingRuleCommands(before[family], await readRules(env, family)), env, family);
	}
}

/** @param commands input of iptables-restore; each table's is done as a whole or not at all */
export async function restoreRules(commands: string, env: NodeJS.ProcessEnv, family: Family): Promise<void> {
	if (commands !== '') {
		await runProgram(`${family}-restore`, ['--noflush', '--wait', '10'], {env, input: commands});
	}
}

/** @returns input for `iptables-restore --noflush`; empty when nothing is missing */
export function missingRuleCommands(before: readonly Rule[], now: readonly Rule[]): string {
	const there = new Set(now.map(key));
	const missing = before.filter(rule => !there.has(key(rule)));
	const places = new Map<string, number>();
	return inTables(missing, ({table, chain, specification}) => {
		const place = (places.get(`${table} ${chain}`) ?? 0) + 1;
		places.set(`${table} ${chain}`, place);
		return `-I ${chain} ${place} ${specification}`;
	});
}

/** One iptables-restore block a table. */
export function inTables(rules: readonly Rule[], command: (rule: Rule) => string): string {
	return Object.entries(Object.groupBy(rules, ({table}) => table))
		.map(([table, own]) => `*${table}\n${own!.map(rule => `${command(rule)}\n`).join('')}COMMIT\n`).join('');
}

const key = ({table, chain, specification}: Rule): string => `${table} ${chain} ${specification}`;
