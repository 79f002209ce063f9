/** A service, described: its addresses and ports, and who answers there. Pure. */
import type {ApiObject} from '../../../api/api.ts';
import type {Endpoints, Service} from '../../../diagnosis/objects.ts';
import type {Asked} from '../../state.ts';
import type {Line} from '../span.ts';
import {field, list, optional, pairs, section} from './fields.ts';

type Address = {readonly ip: string; readonly targetRef?: {readonly kind?: string; readonly name?: string}};
type Subset = {readonly addresses?: readonly Address[]; readonly notReadyAddresses?: readonly Address[]; readonly ports?: ReadonlyArray<{readonly name?: string; readonly port: number; readonly protocol?: string}>};

/** @param endpoints what was asked for this service; undefined: not yet */
export function serviceLines({spec, status}: Service, endpoints: Asked<readonly ApiObject[]> | undefined): Line[] {
	const {type, clusterIP, externalName, selector, ports} = spec ?? {};
	const {externalIPs, sessionAffinity, externalTrafficPolicy} = (spec ?? {}) as {readonly externalIPs?: readonly string[]; readonly sessionAffinity?: string; readonly externalTrafficPolicy?: string};
	return [
		field('Type', type ?? 'ClusterIP'),
		...optional('Cluster IP', clusterIP), ...optional('Name of', externalName), ...optional('External IPs', externalIPs?.join(', ')),
		...optional('Balancer', status?.loadBalancer?.ingress?.map(({ip, hostname}) => ip ?? hostname ?? '').join(', ')),
		...selector ? list('Selector', pairs(selector)) : [field('Selector', 'none: somebody else says who answers')],
		...optional('Affinity', sessionAffinity === 'None' ? undefined : sessionAffinity), ...optional('Traffic', externalTrafficPolicy),
		...section('Ports', (ports ?? []).map(({name, port, targetPort, nodePort, protocol = 'TCP'}): Line =>
			[{text: `  ${port}/${protocol}${name === undefined ? '' : ` ${name}`}  `}, {text: `to ${targetPort ?? port} of the pods${nodePort === undefined ? '' : `, ${nodePort} of each node`}`, tone: 'dim'}])),
		...externalName === undefined ? section('Endpoints', endpointLines(endpoints)) : [],
	];
}

function endpointLines(endpoints: Asked<readonly ApiObject[]> | undefined): Line[] {
	if (endpoints?.value === undefined) {
		return [[{text: '  Asking the apiserver', tone: 'dim'}]];
	}

	const subsets = (endpoints.value as readonly Endpoints[]).flatMap(({subsets: all}) => (all ?? []) as readonly Subset[]);
	const lines = subsets.flatMap(({addresses = [], notReadyAddresses = [], ports}) => {
		const at = ports?.map(({port, protocol = 'TCP'}) => `${port}/${protocol}`).join(', ') ?? '';
		return [...addresses.map(address => row(address, at, true)), ...notReadyAddresses.map(address => row(address, at, false))];
	});
	return lines.length > 0 ? lines : [[{text: '  Nobody answers: no pod that it selects is there', tone: 'bad'}]];
}

function row({ip, targetRef}: Address, ports: string, ready: boolean): Line {
	return [{text: `  ${ip} ${ports}  `}, {text: `${ready ? 'ready' : 'not ready'}${targetRef?.name === undefined ? '' : `, ${targetRef.kind?.toLowerCase() ?? ''} ${targetRef.name}`}`, tone: ready ? 'good' : 'warn'}];
}
