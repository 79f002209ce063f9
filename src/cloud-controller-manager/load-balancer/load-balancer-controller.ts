/** Gives Services of type LoadBalancer their addresses and takes them back. The node answers for all of them (compose/node.yaml). */
import type {Api} from '../../api/api.ts';
import {ApiRequestError} from '../../api/api-request-error.ts';
import {attemptAll} from '../attempt-all.ts';
import type {RecordEvent} from '../../controllers/event-recorder.ts';
import type {Service} from '../objects.ts';
import {type AddressDecision, type AddressPool, decideAddresses} from './address-pool.ts';

export type LoadBalancerOptions = {readonly api: Api; readonly record: RecordEvent; readonly pool: AddressPool; readonly log: (line: string) => void};

/** @returns one round of work: what has to change for these Services is written */
export function loadBalancerController({api, record, pool, log}: LoadBalancerOptions): (services: readonly Service[], signal: AbortSignal) => Promise<void> {
	// What was written, until the watch brings it: by uid, with the version that it was made from.
	const written = new Map<string, {readonly from: string | undefined; readonly service: Service}>();

	const carryOut = async (decision: AddressDecision, signal: AbortSignal): Promise<void> => {
		const {kind, service} = decision;
		const subject = {kind: 'Service', object: service} as const;
		if (kind === 'refuse') {
			return record(subject, {type: 'Warning', reason: 'SyncLoadBalancerFailed', message: decision.why});
		}

		const {name, namespace, uid, resourceVersion} = service.metadata;
		const ingress = kind === 'assign' ? [{ip: decision.address}] : null;
		try {
			const patched = await api.patch<Service>(`/api/v1/namespaces/${namespace}/services/${name}/status`,
				{metadata: {resourceVersion, uid}, status: {loadBalancer: {ingress}}}, 'merge', signal);
			written.set(uid, {from: resourceVersion, service: patched});
		} catch (error) {
			// Gone, or changed meanwhile: the watch brings what to decide upon next.
			if (error instanceof ApiRequestError && (error.status === 404 || error.status === 409)) {
				return;
			}

			throw error;
		}

		log(`${decision.address} ${kind === 'assign' ? 'belongs to' : 'is free again, it was of'} the Service ${namespace}/${name}`);
		await (kind === 'assign'
			? record(subject, {type: 'Normal', reason: 'EnsuredLoadBalancer', message: `It answers at ${decision.address}`})
			: record(subject, {type: 'Normal', reason: 'DeletedLoadBalancer', message: `It no longer answers at ${decision.address}`}));
	};

	return async (services, signal) => {
		const newest = services.map(service => {
			const own = written.get(service.metadata.uid);
			return own?.from === service.metadata.resourceVersion ? own!.service : service;
		});
		const current = new Set(newest.filter((service, index) => service !== services[index]).map(({metadata}) => metadata.uid));
		for (const uid of [...written.keys()].filter(known => !current.has(known))) {
			written.delete(uid);
		}

		await attemptAll(decideAddresses(newest, pool), async decision => carryOut(decision, signal));
	};
}
