/** The Endpoints of the Service kube-dns, kept by the replicas themselves: who does not answer is asked nothing. */
import {setTimeout as sleep} from 'node:timers/promises';
import type {Api} from '../api/api.ts';
import {inform} from '../api/inform.ts';
import {messageOf} from '../errors.ts';
import {isReady} from './health.ts';
import type {Endpoints} from './objects.ts';
import type {Settings} from './settings.ts';

const serviceName = 'kube-dns';
const path = '/api/v1/namespaces/kube-system/endpoints';

/** How often each replica looks after all of them, in milliseconds. */
const period = 1000;
const enoughMisses = 2;

/**
 * Look after the replicas until the signal. The first of those that answer writes, so that two do not contend. One
 * replica alone has nobody to ask, and writes what is missing.
 *
 * @throws ApiRequestError when the apiserver refuses for good
 */
export async function keepEndpoints(api: Api, settings: Settings, log: (line: string) => void, signal: AbortSignal): Promise<void> {
	let current: Endpoints | undefined;
	const following = inform<Endpoints>(api, `${path}?fieldSelector=metadata.name%3D${serviceName}`, ([object]) => {
		current = object;
	}, signal);
	await Promise.race([following, lookAfter(api, settings, () => current, log, signal)]);
}

async function lookAfter(api: Api, {servers, address}: Settings, current: () => Endpoints | undefined, log: (line: string) => void, signal: AbortSignal): Promise<void> {
	let said = '';
	const misses = new Map(servers.map(server => [server, enoughMisses]));
	while (!signal.aborted) {
		const ready = servers.length === 1 ? [...servers] : await readyOnes(servers, misses);
		const published = publishedIn(current());
		if (ready[0] === address && published.join() !== ready.join()) {
			try {
				await api.patch(`${path}/${serviceName}?fieldManager=single-kube-dns&force=true`, endpointsOf(ready), 'apply', signal);
				said = '';
				log(`replicas that answer: ${ready.join(', ')}`);
			} catch (error) {
				const message = messageOf(error);
				if (!signal.aborted && message !== said) {
					said = message;
					log(`the Endpoints could not be written: ${message}`);
				}
			}
		}

		await sleep(period, undefined, {signal}).catch(() => undefined);
	}
}

/** One answer makes a replica ready; only a second miss takes it out: on a busy machine one answer may be late. */
async function readyOnes(servers: readonly string[], misses: Map<string, number>): Promise<string[]> {
	await Promise.all(servers.map(async server => {
		misses.set(server, await isReady(server) ? 0 : misses.get(server)! + 1);
	}));
	return servers.filter(server => misses.get(server)! < enoughMisses);
}

function publishedIn(endpoints: Endpoints | undefined): string[] {
	return (endpoints?.subsets ?? []).flatMap(({addresses = []}) => addresses.map(({ip}) => ip)).sort();
}

/** @param addresses at least one */
export function endpointsOf(addresses: readonly string[]): object {
	return {
		apiVersion: 'v1', kind: 'Endpoints',
		metadata: {name: serviceName, namespace: 'kube-system', labels: {'k8s-app': serviceName}},
		subsets: [{
			addresses: addresses.map(ip => ({ip})),
			ports: [{name: 'dns', port: 53, protocol: 'UDP'}, {name: 'dns-tcp', port: 53, protocol: 'TCP'}],
		}],
	};
}
