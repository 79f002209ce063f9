/** From a service's `health` to the question that status asks. */
import type {HealthQuestion} from '../plan/topology.ts';
import {findInstance, type Instance} from './instance.ts';
import type {TopologyInput} from './topology.ts';

/** Where curl and the administrator's certificate are. */
const shell = 'kubectl';

/**
 * @returns undefined for what has no health but that it runs
 * @throws SingleKubeError COMPOSE_INVALID for a name that no file has
 */
export function healthOf(instance: Instance, instances: readonly Instance[], input: TopologyInput): HealthQuestion | undefined {
	const {health} = instance.service['x-single-kube'];
	if (health === undefined) {
		return undefined;
	}

	const [names, command] = 'url' in health ? [[shell], curl(health.url)] : [health.exec.in, health.exec.command];
	return {askedIn: names.flatMap(name => present(instance, instances, name, input)), command};
}

/** On its own node; what belongs to no node asks on any. */
function present(from: Instance, instances: readonly Instance[], name: string, {services}: TopologyInput): string[] {
	const found = instances.filter(other => other.name === name && (from.node === undefined || other.node === undefined || other.node === from.node));
	return found.length > 0 || services?.includes(name) ? found.map(({id}) => id) : [findInstance(from, instances, name).id];
}

/** What a server says of its trouble is in the body of the answer. */
function curl(url: string): string[] {
	const pki = '/etc/kubernetes/pki';
	const tls = url.startsWith('https:') ? ['--cacert', `${pki}/ca.crt`, '--cert', `${pki}/client.crt`, '--key', `${pki}/client.key`] : [];
	return ['curl', '--silent', '--show-error', '--fail-with-body', '--max-time', '1', ...tls, url];
}
