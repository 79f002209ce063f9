/** From a Service that a port is to lead to, to its node port. */
import type {Service, ServicePort} from '../diagnosis/objects.ts';
import {kubectl} from '../diagnosis/pod.ts';
import type {Engine} from '../engine/engine.ts';
import {SingleKubeError} from '../errors.ts';
import type {PortSpec, PortTarget, WantedPort} from '../plan/ports.ts';
import {askCluster} from './ask-cluster.ts';

/** @throws SingleKubeError SERVICE_UNKNOWN, SERVICE_NOT_EXPOSED, OPTION_INVALID; those of askCluster, which is asked only when a Service is named */
export async function resolvePorts(engine: Engine, cluster: string, wanted: readonly WantedPort[], signal: AbortSignal): Promise<PortSpec[]> {
	const named = wanted.some(({target}) => target.kind === 'service');
	const services = named ? (await askCluster(engine, cluster, signal)).objects.services : [];
	return wanted.map(({target, ...port}) => ({...port, nodePort: target.kind === 'node-port' ? target.nodePort : nodePortOf(target, port.protocol, services)}));
}

/** Pure. @throws SingleKubeError as resolvePorts */
export function nodePortOf(target: Extract<PortTarget, {kind: 'service'}>, protocol: 'tcp' | 'udp', services: readonly Service[]): number {
	const {namespace, name} = target;
	const service = services.find(({metadata}) => metadata.namespace === namespace && metadata.name === name);
	if (!service) {
		throw new SingleKubeError('SERVICE_UNKNOWN', `there is no Service ${name} in the namespace ${namespace}`, {hint: 'All there are: single-kube service --all'});
	}

	const port = choosePort(target, protocol, service);
	if (port.nodePort === undefined) {
		throw new SingleKubeError('SERVICE_NOT_EXPOSED', `the Service ${namespace}/${name} is a ${service.spec?.type ?? 'ClusterIP'} and has no node port`, {
			hint: `Give it one: ${kubectl(namespace)} patch service ${name} -p '{"spec":{"type":"NodePort"}}'`,
		});
	}

	return port.nodePort;
}

function choosePort({namespace, name, port}: Extract<PortTarget, {kind: 'service'}>, protocol: string, service: Service): ServicePort {
	const ports = (service.spec?.ports ?? []).filter(candidate => (candidate.protocol ?? 'TCP').toLowerCase() === protocol);
	const found = port === undefined ? ports : ports.filter(candidate => candidate.name === port || String(candidate.port) === port);
	if (found.length !== 1) {
		throw new SingleKubeError('OPTION_INVALID', found.length === 0 ? `the Service ${namespace}/${name} has no ${protocol} port${port === undefined ? '' : ` ${port}`}` : `the Service ${namespace}/${name} has more than one ${protocol} port`, {
			seen: (service.spec?.ports ?? []).map(candidate => `port ${candidate.port}/${(candidate.protocol ?? 'TCP').toLowerCase()}${candidate.name === undefined ? '' : `, named ${candidate.name}`}`),
			hint: `Name one of them: HOST_PORT:${namespace}/${name}:PORT`,
		});
	}

	return found[0]!;
}
