/**
 * Proxies on the way to the mirror: those of this machine's apt, else of the environment. They may hold a password, so
 * they reach what builds and stay in no image.
 */
import {execa} from 'execa';

/** `Acquire::http::Proxy` or `Acquire::http::Proxy::HOST`, as apt-config dumps them. */
export type AptProxy = {readonly option: string; readonly scheme: 'http' | 'https'; readonly host: string | undefined; readonly value: string};

/** For 10 seconds at most: it reads a few files. */
export async function aptProxies(): Promise<AptProxy[]> {
	const {stdout} = await execa('apt-config', ['dump', 'Acquire', '--format', '%f "%v";%n'], {reject: false, timeout: 10_000});
	return parseAptProxies(stdout ?? '');
}

/**
 * The build arguments of these names that every builder knows and keeps out of the image and its history ("Predefined
 * ARGs" of the Dockerfile reference).
 */
export async function buildProxies(env: NodeJS.ProcessEnv = process.env): Promise<Record<string, string>> {
	return proxyArguments(await aptProxies(), env);
}

export function parseAptProxies(dump: string): AptProxy[] {
	return dump.split('\n').flatMap(line => {
		const match = /^(Acquire::(https?)::Proxy(?:::(\S+))?) "(.+)";$/i.exec(line);
		return match ? [{option: match[1]!, scheme: match[2]!.toLowerCase() as 'http' | 'https', host: match[3], value: match[4]!}] : [];
	});
}

/** apt's words in those of the environment: `DIRECT` is `no_proxy`; a proxy for one host counts where there is none for all. */
export function proxyArguments(proxies: readonly AptProxy[], env: NodeJS.ProcessEnv): Record<string, string> {
	const isDirect = ({value}: AptProxy): boolean => value.toUpperCase() === 'DIRECT';
	const of = (scheme: string): string | undefined => {
		const usable = proxies.filter(proxy => proxy.scheme === scheme && !isDirect(proxy));
		return (usable.find(({host}) => host === undefined) ?? usable[0])?.value;
	};

	const http = of('http') ?? env['http_proxy'];
	// For https apt itself falls back to the proxy for http.
	const https = of('https') ?? env['https_proxy'] ?? of('http');
	const direct = [...new Set([...proxies.filter(isDirect).flatMap(({host}) => host ?? []), ...env['no_proxy'] ? [env['no_proxy']] : []])].join(',');
	return {...http && {http_proxy: http}, ...https && {https_proxy: https}, ...direct && {no_proxy: direct}};
}
