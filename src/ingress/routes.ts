/** From the cluster's objects to what nginx should do: a server for each host, its routes in it. Pure. */
import {keyOf} from '../api/key-of.ts';
import {type RouteOptions, routeOptions} from './annotations.ts';
import {resolveBackend, type Upstream} from './backends.ts';
import {type Certificate, certificateOf} from './certificates.ts';
import {covers, isHost} from './hosts.ts';
import {annotationsOf, type Ingress, type IngressBackend, type IngressPath, type World} from './objects.ts';
import {isPath, type Match, matchOf} from './paths.ts';

export type Route = {
	readonly match: Match;
	/** Undefined where there is nobody to ask: 503. */
	readonly upstream: string | undefined;
	readonly options: RouteOptions;
	/** `default/web`, for people who read the configuration. */
	readonly ingress: string;
};

export type Server = {
	/** `shop.example`, `*.shop.example`, or '' for all others. */
	readonly host: string;
	readonly tls: boolean;
	/** PEM; undefined for the cluster's own. */
	readonly certificate: string | undefined;
	readonly routes: readonly Route[];
};

/** What keeps an Ingress, or a part of it, from being served: becomes an event. */
export type Problem = {readonly ingress: Ingress; readonly reason: string; readonly message: string};
export type Routes = {readonly servers: readonly Server[]; readonly upstreams: readonly Upstream[]; readonly problems: readonly Problem[]};

type Draft = {host: string; tls: boolean; certificate: string | undefined; routes: Route[]; fallbacks: Route[]};

/** @param ingresses ours, the oldest first */
export function routesOf(ingresses: readonly Ingress[], world: Omit<World, 'ingresses' | 'classes'>): Routes {
	const servers = new Map<string, Draft>([['', draft('')]]);
	const upstreams = new Map<string, Upstream>();
	const problems: Problem[] = [];
	for (const ingress of ingresses) {
		const tell = (reason: string, message: string): void => {
			problems.push({ingress, reason, message});
		};

		const options = routeOptions(annotationsOf(ingress));
		if ('problems' in options) {
			tell('Rejected', options.problems.join('; '));
			continue;
		}

		const reach = (backend: IngressBackend): string | undefined => {
			const resolved = resolveBackend(backend, ingress.metadata.namespace ?? '', world);
			if ('problem' in resolved) {
				tell(resolved.problem.reason, resolved.problem.message);
				return undefined;
			}

			upstreams.set(resolved.upstream.name, resolved.upstream);
			return resolved.upstream.servers.length === 0 ? undefined : resolved.upstream.name;
		};

		const hosts = new Set<string>();
		for (const {host = '', http} of ingress.spec?.rules ?? []) {
			if (host !== '' && !isHost(host)) {
				tell('Rejected', `${JSON.stringify(host)} is no host`);
				continue;
			}

			const server = servers.get(host) ?? draft(host);
			servers.set(host, server);
			hosts.add(host);
			for (const path of http?.paths ?? []) {
				addRoute(server, path, ingress, options, reach, tell);
			}
		}

		addFallback(ingress, hosts, servers, options, reach);
		addTls(ingress, hosts, servers, world.secrets, tell);
	}

	return {
		servers: [...servers.values()].map(({fallbacks, routes, ...server}) => ({
			...server, routes: hasRoot(routes) ? routes : [...routes, ...[...fallbacks, ...servers.get('')!.fallbacks].slice(0, 1)],
		})),
		upstreams: [...upstreams.values()].filter(({servers: addresses}) => addresses.length > 0),
		problems,
	};
}

const hasRoot = (routes: readonly Route[]): boolean => routes.some(({match}) => match.path === '/' && match.kind !== 'exact');
const draft = (host: string): Draft => ({host, tls: false, certificate: undefined, routes: [], fallbacks: []});

type Tell = (reason: string, message: string) => void;
type Reach = (backend: IngressBackend) => string | undefined;

function addRoute(server: Draft, {path = '/', pathType = 'ImplementationSpecific', backend}: IngressPath, ingress: Ingress, options: RouteOptions, reach: Reach, tell: Tell): void {
	const text = path === '' ? '/' : path;
	const match = matchOf(text, pathType, options.useRegex);
	if (!match || !isPath(text)) {
		tell('Rejected', `${JSON.stringify(text)} with the path type ${pathType} is no path`);
		return;
	}

	const taken = server.routes.find(route => route.match.kind === match.kind && route.match.path === match.path);
	if (taken) {
		tell('PathTaken', `${server.host}${text} is served by the Ingress ${taken.ingress}, which is older or names it first`);
		return;
	}

	server.routes.push({match, upstream: reach(backend), options, ingress: keyOf(ingress)});
}

/** The default backend of an Ingress is for its hosts; without hosts, for whatever no other one wants, at every host. */
function addFallback(ingress: Ingress, hosts: ReadonlySet<string>, servers: ReadonlyMap<string, Draft>, options: RouteOptions, reach: Reach): void {
	const backend = ingress.spec?.defaultBackend;
	if (backend) {
		const route: Route = {match: {kind: 'prefix', path: '/'}, upstream: reach(backend), options: {...options, rewriteTarget: undefined}, ingress: keyOf(ingress)};
		for (const host of hosts.size === 0 ? [''] : hosts) {
			servers.get(host)!.fallbacks.push(route);
		}
	}
}

function addTls(ingress: Ingress, hosts: ReadonlySet<string>, servers: ReadonlyMap<string, Draft>, secrets: World['secrets'], tell: Tell): void {
	for (const {hosts: names = [], secretName} of ingress.spec?.tls ?? []) {
		const certificate: Certificate | undefined = secretName === undefined ? undefined : certificateOf(`${ingress.metadata.namespace}/${secretName}`, secrets);
		if (certificate && 'problem' in certificate) {
			tell(certificate.problem.reason, certificate.problem.message);
		}

		for (const host of hosts.size === 0 ? [''] : hosts) {
			const server = servers.get(host)!;
			if (names.length === 0 || names.some(name => covers(name, host))) {
				server.tls = true;
				server.certificate ??= certificate && 'pem' in certificate ? certificate.pem : undefined;
			}
		}
	}
}
