/** From Kubernetes' objects to records: "Kubernetes DNS-Based Service Discovery" (kubernetes/dns, docs/specification.md), schema 1.1.0. */
import {isIPv6} from 'node:net';
import {keyOf} from '../api/key-of.ts';
import type {Endpoints, Objects, Pod, Service} from './objects.ts';
import {type DnsRecord, fitsDns} from './record.ts';
import {reverseName} from './reverse.ts';

/** What `dns-version` says. */
export const schemaVersion = '1.1.0';

/**
 * @param domain the cluster's domain, `cluster.local`
 * @param clusterDns the address of the Service that clients ask
 * @returns every record of the cluster, each once, by name; what DNS cannot hold is left out
 */
export function recordsOf({services, endpoints, pods}: Objects, domain: string, clusterDns: string): DnsRecord[] {
	const endpointsOf = new Map(endpoints.map(object => [keyOf(object), object]));
	const records = [
		{name: `dns-version.${domain}`, type: 'TXT', data: `"${schemaVersion}"`} as const,
		{name: nameServer(domain), ...address(clusterDns)},
		...services.flatMap(service => serviceRecords(service, endpointsOf.get(keyOf(service)), domain)),
		...pods.flatMap(pod => podRecords(pod, domain)),
	];
	return distinct(records.filter(record => fitsDns(record)));
}

/** The name in the zones' NS records, as CoreDNS has it. */
export function nameServer(domain: string): string {
	return `ns.dns.${domain}`;
}

function serviceRecords(service: Service, endpoints: Endpoints | undefined, domain: string): DnsRecord[] {
	const {type, clusterIP = '', clusterIPs = [clusterIP], externalName, ports = []} = service.spec ?? {};
	const name = `${service.metadata.name}.${service.metadata.namespace}.svc.${domain}`;
	if (type === 'ExternalName') {
		return externalName === undefined || externalName === '' ? [] : [{name, type: 'CNAME', data: `${externalName.toLowerCase().replace(/\.$/, '')}.`}];
	}

	// The dashed address below a service's name is there for any service ("DNS for Services and Pods", Kubernetes documentation).
	const members = endpointRecords(service, endpoints, name);
	if (clusterIP === 'None') {
		return [...members.flatMap(member => member.records), ...members.flatMap(member => member.headless)];
	}

	const addresses = clusterIPs.filter(ip => ip !== '');
	return addresses.length === 0 ? [] : [
		...addresses.flatMap(ip => [{name, ...address(ip)}, ...pointer(ip, name)]),
		...ports.flatMap(port => srv(port, name, name)),
		...members.flatMap(member => member.records),
	];
}

/** For each ready endpoint its own name, and what only a headless service says of it. */
function endpointRecords({spec}: Service, endpoints: Endpoints | undefined, name: string): Array<{records: DnsRecord[]; headless: DnsRecord[]}> {
	return (endpoints?.subsets ?? []).flatMap(({addresses = [], notReadyAddresses = [], ports = []}) =>
		[...addresses, ...(spec?.publishNotReadyAddresses ? notReadyAddresses : [])].map(({ip, hostname = ''}) => {
			const own = `${hostname === '' ? dashed(ip) : hostname.toLowerCase()}.${name}`;
			return {
				records: [{name: own, ...address(ip)}],
				headless: [{name, ...address(ip)}, ...ports.flatMap(port => srv(port, name, own)), ...pointer(ip, own)],
			};
		}));
}

function podRecords({metadata, status}: Pod, domain: string): DnsRecord[] {
	if (status?.phase === 'Succeeded' || status?.phase === 'Failed') {
		return [];
	}

	const addresses = status?.podIPs?.flatMap(({ip}) => ip ?? []) ?? (status?.podIP === undefined ? [] : [status.podIP]);
	return addresses.map(ip => ({name: `${dashed(ip)}.${metadata.namespace}.pod.${domain}`, ...address(ip)}));
}

/** Ports without a name have no SRV record. */
function srv({name: portName, protocol = 'TCP', port}: {readonly name?: string; readonly protocol?: string; readonly port: number}, service: string, target: string): DnsRecord[] {
	return portName === undefined || portName === '' ? []
		: [{name: `_${portName}._${protocol.toLowerCase()}.${service}`, type: 'SRV', data: `0 100 ${port} ${target}.`}];
}

function pointer(ip: string, target: string): DnsRecord[] {
	const name = reverseName(ip);
	return name === undefined ? [] : [{name, type: 'PTR', data: `${target}.`}];
}

function address(ip: string): Pick<DnsRecord, 'type' | 'data'> {
	return {type: isIPv6(ip) ? 'AAAA' : 'A', data: ip};
}

function dashed(ip: string): string {
	return ip.replaceAll(/[.:]/g, '-');
}

function distinct(records: readonly DnsRecord[]): DnsRecord[] {
	return [...new Map(records.map(record => [`${record.name} ${record.type} ${record.data}`, record])).values()];
}
