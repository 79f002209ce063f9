/** Services as a person reads them, and what is said when one cannot be reached. Pure. */
import type {ClusterObjects, Service} from '../diagnosis/objects.ts';
import {kubectl} from '../diagnosis/pod.ts';
import {whyNoEndpoints} from '../diagnosis/service.ts';
import {SingleKubeError} from '../errors.ts';
import {type ReachableService, url} from '../services/addresses.ts';
import {nearest} from '../nearest.ts';
import {formatTable} from './output.ts';

/** @throws SingleKubeError SERVICE_UNKNOWN naming the nearest, of this namespace or another */
export function findService(name: string, namespace: string, services: readonly Service[]): Service {
	const found = services.find(({metadata}) => metadata.name === name && metadata.namespace === namespace);
	if (found) {
		return found;
	}

	const elsewhere = services.find(({metadata}) => metadata.name === name)?.metadata.namespace;
	const here = services.filter(({metadata}) => metadata.namespace === namespace).map(({metadata}) => metadata.name).sort();
	const close = nearest(name, here);
	throw new SingleKubeError('SERVICE_UNKNOWN', `there is no Service ${name} in the namespace ${namespace}`, {
		seen: [here.length > 0 ? `services in ${namespace}: ${here.join(', ')}` : `${namespace} has no Service`],
		hint: elsewhere !== undefined ? `There is one in another namespace: single-kube service ${name} -n ${elsewhere}`
			: close !== undefined ? `Did you mean ${close}?` : `All there are: single-kube service --all`,
	});
}

/** @throws SingleKubeError SERVICE_WITHOUT_ENDPOINTS saying why, from the pods and their events */
export function requireEndpoints(service: Service, objects: ClusterObjects): void {
	const why = whyNoEndpoints(service, objects);
	if (why) {
		const {namespace, name} = service.metadata;
		throw new SingleKubeError('SERVICE_WITHOUT_ENDPOINTS', `nobody answers for the Service ${namespace}/${name}: ${why.message}`, {seen: why.seen, hint: why.hint});
	}
}

/** @throws SingleKubeError SERVICE_NOT_EXPOSED with the ways there are */
export function requireUrl(service: ReachableService): readonly string[] {
	const urls = service.ports.flatMap(({urls: [first]}) => first ?? []);
	if (urls.length === 0) {
		throw new SingleKubeError('SERVICE_NOT_EXPOSED', `the Service ${service.namespace}/${service.name} is a ${service.type}: it answers inside the cluster only`, {
			seen: waysIn(service), hint: 'Choose one of the ways above',
		});
	}

	return urls;
}

/** A table; below it, for services that answer in the cluster only, how they are reached. */
export function formatServices(services: readonly ReachableService[], notes: ReadonlyMap<ReachableService, string>): string {
	const rows = services.flatMap(service => {
		const [namespace, name] = [service.namespace, service.name];
		const note = notes.get(service) ?? '';
		return service.ports.length === 0 ? [[namespace, name, '-', '-', note]]
			: service.ports.map((port, index) => [
				index === 0 ? namespace : '', index === 0 ? name : '', `${port.name === undefined ? '' : `${port.name}/`}${port.port}`, port.urls.join('  ') || '-', index === 0 ? note : '',
			]);
	});
	const only = services.length === 1 && services[0]!.ports.every(({urls}) => urls.length === 0) ? waysIn(services[0]!) : [];
	return [formatTable(['NAMESPACE', 'NAME', 'PORT', 'URL', 'NOTE'], rows), ...only.length > 0 ? ['', ...only] : []].join('\n');
}

/** How a Service without an address of this machine is reached, a line each. */
export function waysIn({namespace, name, type, clusterIP, ports: [port]}: ReachableService): string[] {
	if (type === 'ExternalName' || port === undefined) {
		return ['It is a name for something outside of the cluster, in the cluster\'s DNS: nothing of it can be reached here'];
	}

	const local = port.port < 1024 ? port.port + 8000 : port.port;
	return [
		...clusterIP === undefined ? [] : [`While this runs, at ${url({name: port.name, port: port.port, targetPort: port.targetPort, protocol: port.protocol}, clusterIP, port.port)}: single-kube tunnel`],
		`While this runs, at 127.0.0.1:${local}: kubectl -n ${namespace} port-forward service/${name} ${local}:${port.port}`,
		...clusterIP === undefined ? [] : [`For good, at a node port: ${kubectl(namespace)} patch service ${name} -p '{"spec":{"type":"NodePort"}}'`],
	];
}
