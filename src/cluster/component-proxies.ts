/** Proxies for the components that reach outside: those of who starts the cluster, and never for what is inside it. Pure. */
import type {ClusterSpec} from './options.ts';

/** `HTTP_PROXY` → its value. */
export type Proxies = Readonly<Partial<Record<'HTTP_PROXY' | 'HTTPS_PROXY' | 'NO_PROXY', string>>>;

/**
 * @param env lower case counts first, as curl and Go have it
 * @param before those that the cluster has; they stay where the environment says nothing, and one that is set but empty goes
 */
export function settleProxies(env: NodeJS.ProcessEnv, before: Proxies = {}): Proxies {
	const said = Object.entries({
		HTTP_PROXY: env['http_proxy'] ?? env['HTTP_PROXY'], HTTPS_PROXY: env['https_proxy'] ?? env['HTTPS_PROXY'], NO_PROXY: env['no_proxy'] ?? env['NO_PROXY'],
	}).filter(([, value]) => value !== undefined);
	return Object.fromEntries(Object.entries({...before, ...Object.fromEntries(said)}).filter(([, value]) => value !== ''));
}

/** @returns environment variables in both cases; none where there is no proxy */
export function proxyVariables(proxies: Proxies, {subnet, podCidr, serviceCidr}: Pick<ClusterSpec, 'subnet' | 'podCidr' | 'serviceCidr'>): Record<string, string> {
	const {NO_PROXY: direct, ...asked} = proxies;
	if (Object.keys(asked).length === 0) {
		return {};
	}

	const inside = ['localhost', '127.0.0.1', subnet, podCidr, serviceCidr, 'etcd', 'kube-apiserver', '.svc', '.cluster.local'];
	const all = {...asked, NO_PROXY: [...direct?.split(',').map(word => word.trim()).filter(word => word !== '' && !inside.includes(word)) ?? [], ...inside].join(',')};
	return Object.fromEntries(Object.entries(all).flatMap(([name, value]) => [[name, value], [name.toLowerCase(), value]]));
}
