/** What dockerd leaves in the machine's network: bridges, packet filter rules, the forwarding it switched on. */
import {readFile, writeFile} from 'node:fs/promises';
import {networkInterfaces} from 'node:os';
import path from 'node:path';
import {type Before, forwardFile} from './before.ts';
import {deviceExists, removeDevice} from './bridge.ts';
import type {EmbeddedPaths} from './paths.ts';
import {type Family, inTables, isDockerChain, readRules, restoreRules, type Rule} from './rules.ts';
import {runProgram} from './run-program.ts';

/**
 * @param alone whether no other dockerd runs: the DOCKER chains and the forwarding are everybody's
 */
export async function removeNetwork(paths: EmbeddedPaths, env: NodeJS.ProcessEnv, alone: boolean, before: Before | undefined): Promise<void> {
	const bridges = await ownBridges(paths);
	const addresses = bridges.flatMap(bridge => networkInterfaces()[bridge] ?? []).flatMap(({cidr}) => cidr ?? []);
	for (const family of ['iptables', 'ip6tables'] as const) {
		const rules = await readRules(env, family);
		const ours = rules.filter(rule => isOurRule(rule, bridges, addresses) || (alone && isDockerRule(rule, rules)));
		await restoreRules(inTables(ours, ({chain, specification}) => `-D ${chain} ${specification}`), env, family);
		if (alone) {
			await removeChains(env, family);
		}
	}

	for (const bridge of bridges) {
		await removeDevice(bridge, {env});
	}

	if (alone && before) {
		await runProgram('iptables', ['--wait', '10', '-P', 'FORWARD', before.forwardPolicy], {env});
		await writeFile(forwardFile, before.ipForward);
	}
}

/** A rule that names one of our bridges, or an address of a network behind one. */
export function isOurRule({specification}: Rule, bridges: readonly string[], cidrs: readonly string[]): boolean {
	const words = specification.split(' ');
	return words.some((word, index) =>
		['-i', '-o'].includes(word) && bridges.includes(words[index + 1]!)
		|| ['-s', '-d'].includes(word) && cidrs.some(cidr => isWithin(words[index + 1]!, cidr)));
}

/** Every bridge of the engine's networks, as its own store has them; that outlives the networks' engine. */
export async function ownBridges({data, bridge}: EmbeddedPaths): Promise<string[]> {
	const store = await readFile(path.join(data, 'network', 'files', 'local-kv.db'), 'latin1').catch(() => '');
	const named = [...store.matchAll(/"BridgeName":"([^"\\/]{1,15})"/g)].map(match => match[1]!);
	// The store keeps old pages: docker0 is somebody else's, whatever it says.
	return [...new Set([bridge, ...named])].filter(name => name !== 'docker0' && deviceExists(name));
}

/** Rules in the DOCKER chains and the jumps to them, but for what a person put into DOCKER-USER. */
function isDockerRule({table, chain, specification}: Rule, rules: readonly Rule[]): boolean {
	const target = /(?:^| )-j (\S+)/.exec(specification)?.[1] ?? '';
	const kept = (name: string) => name === 'DOCKER-USER' && rules.some(rule => rule.table === table && rule.chain === name && rule.specification !== '-j RETURN');
	return (isDockerChain(chain) && !kept(chain)) || (isDockerChain(target) && !kept(target));
}

/** Empty ones that nothing jumps to; iptables refuses to delete others. */
async function removeChains(env: NodeJS.ProcessEnv, family: Family): Promise<void> {
	const {stdout} = await runProgram(`${family}-save`, [], {env});
	let table = '';
	for (const line of stdout.split('\n')) {
		table = line.startsWith('*') ? line.slice(1) : table;
		const chain = line.startsWith(':') ? line.slice(1).split(' ')[0]! : '';
		if (isDockerChain(chain)) {
			await runProgram(family, ['--wait', '10', '-t', table, '-X', chain], {env});
		}
	}
}

function isWithin(address: string, cidr: string): boolean {
	const [base, bits] = cidr.split('/') as [string, string];
	if (address.includes(':') || base.includes(':')) {
		return address.split('/')[0] === base;
	}

	const size = 2 ** (32 - Number(bits));
	return Math.floor(toNumber(address.split('/')[0]!) / size) === Math.floor(toNumber(base) / size) && Number(address.split('/')[1] ?? 32) >= Number(bits);
}

const toNumber = (address: string): number => address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
