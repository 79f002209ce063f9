import {whyNoEndpoints} from '../../diagnosis/service.ts';
import {reachable} from '../../services/addresses.ts';
import {lookAtServices} from '../../services/look.ts';
import {clusterOptions, type Run} from '../invocation.ts';
import {printResult} from '../output.ts';
import {findService, formatServices, requireEndpoints, requireUrl} from '../services.ts';

const defaultNamespace = 'default';

/** One Service by name, or a list of them. */
export const run: Run = async ({flags, words: [name]}, signal) => {
	const {objects, places} = await lookAtServices(clusterOptions(flags), signal);
	if (name === undefined) {
		const shown = objects.services.filter(({metadata}) => flags.all || metadata.namespace === (flags.namespace ?? defaultNamespace));
		const services = shown.map(service => ({service, to: reachable(service, places), why: whyNoEndpoints(service, objects)}));
		printResult(flags, services.map(({to, why}) => ({...to, problem: why?.message})), () => flags.url ? services.flatMap(({to, why}) => why ? [] : to.ports.flatMap(({urls: [url]}) => url ?? [])).join('\n')
			: formatServices(services.map(({to}) => to), new Map(services.flatMap(({to, why}) => why ? [[to, `no endpoints: single-kube service ${to.name} -n ${to.namespace} says why`]] : []))));
		return 0;
	}

	const service = findService(name, flags.namespace ?? defaultNamespace, objects.services);
	requireEndpoints(service, objects);
	const to = reachable(service, places);
	const urls = flags.url ? requireUrl(to) : [];
	printResult(flags, to, () => flags.url ? urls.join('\n') : formatServices([to], new Map()));
	return 0;
};
