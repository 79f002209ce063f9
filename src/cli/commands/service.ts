import {forCluster, inCluster} from '../../diagnosis/for-cluster.ts';
import type {ClusterObjects, Service} from '../../diagnosis/objects.ts';
import {type Explanation, whyNoEndpoints} from '../../diagnosis/service.ts';
import {reachable, type ReachableService} from '../../services/addresses.ts';
import {lookAtServices} from '../../services/look.ts';
import {clusterOptions, type Run} from '../invocation.ts';
import {printResult} from '../output.ts';
import {findService, formatServices, requireEndpoints, requireUrl} from '../services.ts';

const defaultNamespace = 'default';

/** One Service by name, or a list of them. */
export const run: Run = async ({flags, words: [name]}, signal) => {
	const {cluster, objects, places} = await lookAtServices(clusterOptions(flags), signal);
	const namespace = flags.namespace ?? defaultNamespace;
	const shown = name === undefined ? objects.services.filter(({metadata}) => flags.all || metadata.namespace === namespace)
		: inCluster(cluster, () => [requireService(name, namespace, objects)]);
	const services = shown.map(service => ({to: reachable(service, places), why: whyNoEndpoints(service, objects)}));
	const urls = flags.url ? services.flatMap(({to, why}) => name === undefined ? urlsOf(to, why) : inCluster(cluster, () => requireUrl(to))) : [];
	const result = services.map(({to, why}) => ({...to, problem: why?.message}));
	printResult(flags, name === undefined ? result : services[0]!.to, () => flags.url ? urls.join('\n') : forCluster(formatServices(services.map(({to}) => to), notesOf(services)), cluster));
	return 0;
};

type Looked = {readonly to: ReachableService; readonly why: Explanation | undefined};

function requireService(name: string, namespace: string, objects: ClusterObjects): Service {
	const service = findService(name, namespace, objects.services);
	requireEndpoints(service, objects);
	return service;
}

const urlsOf = ({ports}: ReachableService, why: Explanation | undefined): string[] => why ? [] : ports.flatMap(({urls: [url]}) => url ?? []);
const notesOf = (services: readonly Looked[]): Map<ReachableService, string> =>
	new Map(services.flatMap(({to, why}) => why ? [[to, `no endpoints: single-kube service ${to.name} -n ${to.namespace} says why`] as const] : []));
