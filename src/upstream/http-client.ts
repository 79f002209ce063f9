/** HTTP as a machine behind a proxy or with an authority of its own needs it: undici, with what the environment says. */
import {getCACertificates} from 'node:tls';
import {type Dispatcher, EnvHttpProxyAgent, interceptors, request} from 'undici';
import {settleProxies} from '../cluster/component-proxies.ts';

export type HttpClientOptions = {
	/** PEM of authorities that are trusted besides the system's. */
	readonly ca?: string;
	/** `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`, or in lower case, which counts first. */
	readonly env?: NodeJS.ProcessEnv;
};

export type HttpClient = {
	/** Follows redirects. Never decodes: what is compressed stays so. @throws what undici throws; the signal's reason */
	readonly get: (url: string, headers: Readonly<Record<string, string>>, signal: AbortSignal) => Promise<Dispatcher.ResponseData>;
	readonly close: () => Promise<void>;
};

/** dl.k8s.io and GitHub answer with one or two. */
const longestChain = 5;

export function openHttpClient({ca, env = process.env}: HttpClientOptions = {}): HttpClient {
	const authorities = ca === undefined ? {} : {ca: [...getCACertificates('default'), ca]};
	const proxies = settleProxies(env);
	const agent = new EnvHttpProxyAgent({
		httpProxy: proxies.HTTP_PROXY ?? '',
		httpsProxy: proxies.HTTPS_PROXY ?? '',
		noProxy: proxies.NO_PROXY ?? '',
		connect: authorities,
		requestTls: authorities,
		proxyTls: authorities,
		allowH2: false,
		// How long nothing may come is for the caller to say, whatever it is that nothing comes of.
		headersTimeout: 0,
		bodyTimeout: 0,
	});
	const dispatcher = agent.compose(interceptors.redirect({maxRedirections: longestChain, throwOnMaxRedirect: true}));
	return {
		get: async (url, headers, signal) => request(url, {dispatcher, headers, signal}),
		close: async () => agent.destroy(),
	};
}
