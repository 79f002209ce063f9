/** From what an Ingress names as its backend to the addresses of pods. Pure. */
import {isIP} from 'node:net';
import {keyOf} from '../api/key-of.ts';
import type {IngressBackend, Service, World} from './objects.ts';

/** `default.web.80`, with dots because names of namespaces and services have none; servers are `ADDRESS:PORT`, none while no pod is ready. */
export type Upstream = {readonly name: string; readonly servers: readonly string[]};
export type Resolved = {readonly upstream: Upstream} | {readonly problem: {readonly reason: string; readonly message: string}};

/** @param namespace the Ingress's: a backend is in the same one */
export function resolveBackend({service, resource}: IngressBackend, namespace: string, world: Pick<World, 'services' | 'endpoints'>): Resolved {
	if (resource !== undefined || service === undefined) {
		return refuse('BackendRefused', 'a backend has to be a service: nginx serves no other resource');
	}

	const key = `${namespace}/${service.name}`;
	const found = world.services.find(candidate => keyOf(candidate) === key);
	if (!found) {
		return refuse('ServiceNotFound', `there is no service ${key}`);
	}

	if (found.spec?.type === 'ExternalName') {
		return refuse('BackendRefused', `the service ${key} is of type ExternalName: it has no pods to send requests to`);
	}

	const port = portOf(found, service.port);
	if (!port) {
		const has = (found.spec?.ports ?? []).map(({name, port: number}) => name === undefined ? number : `${number} (${name})`).join(', ');
		return refuse('PortNotFound', `the service ${key} has no port ${service.port?.name ?? service.port?.number ?? ''}; it has ${has === '' ? 'none' : has}`);
	}

	const subsets = world.endpoints.find(candidate => keyOf(candidate) === key)?.subsets ?? [];
	const servers = subsets.flatMap(({addresses = [], ports = []}) =>
		ports.filter(({name}) => (name ?? '') === (port.name ?? '')).flatMap(({port: number}) => addresses.filter(({ip}) => isIP(ip) !== 0).map(({ip}) => `${hostOf(ip)}:${number}`)));
	return {upstream: {name: `${namespace}.${service.name}.${port.port}`, servers: [...new Set(servers)].sort()}};
}

type ServicePort = NonNullable<NonNullable<Service['spec']>['ports']>[number];

function portOf({spec}: Service, wanted: {readonly number?: number; readonly name?: string} | undefined): ServicePort | undefined {
	return spec?.ports?.filter(({protocol = 'TCP'}) => protocol === 'TCP').find(({name, port}) => wanted?.name !== undefined && wanted.name !== '' ? name === wanted.name : port === wanted?.number);
}

const hostOf = (ip: string): string => ip.includes(':') ? `[${ip}]` : ip;
const refuse = (reason: string, message: string): Resolved => ({problem: {reason, message}});
