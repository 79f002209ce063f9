import type {EngineCondition} from '../../engine/condition.ts';
import {type Check, type Finding, found, type Problem, warning} from '../check.ts';
import type {DoctorContext} from '../context.ts';
import type {WantedRanges} from '../wanted-ranges.ts';

export type ProxySeen = {
	readonly env: NodeJS.ProcessEnv;
	/** Undefined where no engine answers. */
	readonly engine: EngineCondition['proxies'] | undefined;
	readonly embedded: boolean;
	readonly ranges: Pick<WantedRanges, 'podCidr' | 'serviceCidr' | 'subnet'>;
};

/** Which variables there are: lower case counts first, as curl and Go have it. */
const kinds = ['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'] as const;
type Kind = (typeof kinds)[number];

export const proxy: Check = {
	name: 'proxy', about: 'proxy variables here and of the engine', quick: true, atStart: 'nothing',
	run: async context => judgeProxy(await look(context)),
};

/** Pure. Names and passwords in the values are not shown. */
export function judgeProxy({env, engine, embedded, ranges}: ProxySeen): Finding {
	const set = kinds.flatMap(kind => [[kind, env[kind] ?? env[kind.toUpperCase()]] as const]).filter((pair): pair is readonly [Kind, string] => pair[1] !== undefined && pair[1] !== '');
	const proxies = set.filter(([kind]) => kind !== 'no_proxy');
	const seen = [
		set.length === 0 ? 'none here' : set.map(([kind, value]) => `${kind}=${kind === 'no_proxy' ? value : withoutSecret(value)}`).join(' '),
		engine ? engine.http === '' && engine.https === '' ? 'none for the engine' : `the engine: ${[engine.http, engine.https].filter(value => value !== '').map(withoutSecret).join(' ')}` : 'no engine answers',
	].join('; ');
	return found(seen, [
		...contradictions(env), ...proxies.flatMap(([kind, value]) => malformed(kind, value)),
		...proxies.length > 0 && engine && engine.http === '' && engine.https === '' ? [engineLacks(embedded)] : [],
		...proxies.length > 0 ? notExcepted(env['no_proxy'] ?? env['NO_PROXY'] ?? '', ranges) : [],
	]);
}

function contradictions(env: NodeJS.ProcessEnv): Problem[] {
	return kinds.filter(kind => env[kind] !== undefined && env[kind.toUpperCase()] !== undefined && env[kind] !== env[kind.toUpperCase()])
		.map(kind => warning(`${kind} and ${kind.toUpperCase()} differ: some programs take the one, some the other`, `export ${kind.toUpperCase()}="$${kind}"`));
}

function malformed(kind: Kind, value: string): Problem[] {
	const url = URL.parse(value);
	const example = `export ${kind}=http://HOST:3128 ${kind.toUpperCase()}=http://HOST:3128`;
	if (!url || !/^(?:https?|socks[45][ah]?):$/.test(url.protocol) || url.hostname === '') {
		return [warning(`${kind} is no address of a proxy: ${withoutSecret(value)}`, example)];
	}

	return /^(?:localhost|127\..*|\[::1\])$/.test(url.hostname)
		? [warning(`${kind} names this machine's loopback (${withoutSecret(value)}): no container reaches it, neither what builds images nor the cluster's components`, `Let the proxy listen on an address that containers reach, such as that of the engine's bridge, and: ${example}`)] : [];
}

function engineLacks(embedded: boolean): Problem {
	return warning('a proxy is set here and none for the engine, which pulls images itself', embedded
		? 'npx single-kube engine stop && npx single-kube engine start'
		: 'Put "proxies": {"http-proxy": "...", "https-proxy": "...", "no-proxy": "..."} into its daemon.json (before 23.0: Environment= of its service), then: sudo systemctl restart docker');
}

/** Components are told by a start; a person's own programs are not. */
function notExcepted(direct: string, {podCidr, serviceCidr, subnet}: ProxySeen['ranges']): Problem[] {
	const words = direct.split(',').map(word => word.trim());
	const missing = words.includes('*') ? [] : [subnet, podCidr, serviceCidr].filter(range => range !== undefined).filter(range => !words.includes(range));
	return missing.length === 0 ? [] : [warning(
		`no_proxy does not except ${missing.join(', ')}: what you run here asks the proxy for addresses of the cluster (components are told by the start)`,
		`export no_proxy=${[...words.filter(word => word !== ''), 'localhost', '127.0.0.1', ...missing, '.svc', '.cluster.local'].join(',')}; export NO_PROXY="$no_proxy"`,
	)];
}

/** `http://proxy:3128`, whoever may use it. */
function withoutSecret(value: string): string {
	return value.replace(/^([a-z\d]+:\/\/)?[^/@]*@/i, '$1…@');
}

async function look(context: DoctorContext): Promise<ProxySeen> {
	const engine = await context.engine().catch(() => undefined);
	const condition = await context.condition().catch(() => undefined);
	return {env: context.env, engine: condition?.proxies, embedded: engine?.origin === 'the embedded engine', ranges: await context.ranges()};
}
