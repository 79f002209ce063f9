/** Write into each of our Ingresses where it is reached: status.loadBalancer, which `kubectl get ingress` shows. */
import {keyOf} from '../api/key-of.ts';
import type {Api} from '../api/api.ts';
import {isNotFound} from '../api/api-request-error.ts';
import {messageOf} from '../errors.ts';
import type {Ingress} from './objects.ts';

/** @param address of the component in the cluster's network */
export async function publishStatus(api: Pick<Api, 'patch'>, ingresses: readonly Ingress[], address: string, log: (line: string) => void, signal: AbortSignal): Promise<void> {
	await Promise.all(ingresses.filter(ingress => !isPublished(ingress, address)).map(async ingress => {
		const {name, namespace} = ingress.metadata;
		try {
			await api.patch(`/apis/networking.k8s.io/v1/namespaces/${namespace}/ingresses/${name}/status`, {status: {loadBalancer: {ingress: [{ip: address}]}}}, 'merge', signal);
		} catch (error) {
			if (!isNotFound(error) && !signal.aborted) {
				log(`the status of ${keyOf(ingress)} was not written: ${messageOf(error)}`);
			}
		}
	}));
}

function isPublished({status}: Ingress, address: string): boolean {
	const published = status?.loadBalancer?.ingress ?? [];
	return published.length === 1 && published[0]!.ip === address;
}
