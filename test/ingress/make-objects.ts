/** A small cluster for tests of the ingress controller: objects as the API has them. */
import type {Endpoints, Ingress, IngressBackend, IngressClass, Secret, Service, World} from '../../src/ingress/objects.ts';
import {type Routes, routesOf} from '../../src/ingress/routes.ts';

export const annotation = (name: string): string => `nginx.ingress.kubernetes.io/${name}`;

/** A backend by port number 80. */
export const to = (name: string, port: {number?: number; name?: string} = {number: 80}): IngressBackend => ({service: {name, port}});

type More = {readonly annotations?: Record<string, string>; readonly namespace?: string; readonly created?: string};

export function makeIngress(name: string, spec: Ingress['spec'], {annotations = {}, namespace = 'default', created = '2026-11-21T10:00:00Z'}: More = {}): Ingress {
	return {metadata: {name, namespace, uid: `uid-${namespace}-${name}`, creationTimestamp: created, annotations}, spec};
}

/** One host, its paths as `[pathType, path, service]`. */
export function makeRule(host: string | undefined, ...paths: ReadonlyArray<readonly [string, string, string]>): NonNullable<NonNullable<Ingress['spec']>['rules']>[number] {
	return {host, http: {paths: paths.map(([pathType, path, service]) => ({pathType, path, backend: to(service)}))}};
}

export function makeClass(name: string, controller: string, isDefault = false): IngressClass {
	return {metadata: {name, annotations: isDefault ? {'ingressclass.kubernetes.io/is-default-class': 'true'} : {}}, spec: {controller}};
}

export function makeService(name: string, {namespace = 'default', ...spec}: NonNullable<Service['spec']> & {namespace?: string} = {}): Service {
	return {metadata: {name, namespace}, spec: {ports: [{port: 80}], ...spec}};
}

export function makeEndpoints(name: string, ips: readonly string[], ports: ReadonlyArray<{name?: string; port: number}> = [{port: 8080}], namespace = 'default'): Endpoints {
	return {metadata: {name, namespace}, subsets: [{addresses: ips.map(ip => ({ip})), ports}]};
}

export function makeSecret(name: string, certificate: string, key: string): Secret {
	const encoded = (text: string): string => Buffer.from(text).toString('base64');
	return {metadata: {name, namespace: 'default'}, data: {'tls.crt': encoded(certificate), 'tls.key': encoded(key)}};
}

/** The services a, b and c, with one pod each at 10.244.0.1 to .3. */
export const world: World = {
	ingresses: [], classes: [], secrets: [],
	services: ['a', 'b', 'c'].map(name => makeService(name)),
	endpoints: ['a', 'b', 'c'].map((name, index) => makeEndpoints(name, [`10.244.0.${index + 1}`])),
};

export const routes = (...ingresses: readonly Ingress[]): Routes => routesOf(ingresses, world);
