/** What the DNS tests have in their cluster, and how they ask about it. */
import {Resolver} from 'node:dns/promises';
import {setTimeout as sleep} from 'node:timers/promises';
import {applyManifest, type TestCluster} from '../../helpers/cluster.ts';

export type Answer = {
	/** `NOERROR`, `NXDOMAIN`, `SERVFAIL` */
	readonly status: string;
	readonly flags: readonly string[];
	/** `NAME TTL TYPE DATA`, sorted. */
	readonly records: readonly string[];
	readonly additional: readonly string[];
	/** From the question to the answer, as the asker saw it. */
	readonly milliseconds: number;
};

type Kind = Record<string, unknown>;

/** Objects of every kind that the specification speaks of. @param image one with `dig` */
export function objects(image: string): Kind[] {
	const pod = (name: string, labels: Record<string, string>, spec: Kind = {}, container: Kind = {}): Kind => ({
		apiVersion: 'v1', kind: 'Pod', metadata: {name, namespace: 'default', labels},
		spec: {terminationGracePeriodSeconds: 0, ...spec, containers: [{name: 'main', image, imagePullPolicy: 'Never', command: ['sleep', 'infinity'], ...container}]},
	});
	const service = (name: string, spec: Kind, namespace = 'default'): Kind => ({apiVersion: 'v1', kind: 'Service', metadata: {name, namespace}, spec});
	const many = Array.from({length: 60}, (_, index) => ({ip: `10.244.200.${index + 1}`}));
	return [
		{apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'shop'}},
		pod('client', {app: 'web'}),
		pod('host-client', {}, {hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet'}),
		pod('pet', {app: 'pets'}, {hostname: 'rex', subdomain: 'pets'}),
		pod('nameless', {app: 'pets'}),
		pod('late', {app: 'pets'}, {hostname: 'late', subdomain: 'early'}, {readinessProbe: {exec: {command: ['false']}}}),
		service('web', {selector: {app: 'web'}, ports: [{name: 'http', port: 80}, {name: 'talk', port: 5353, protocol: 'UDP'}]}),
		service('cart', {selector: {app: 'nobody'}, ports: [{port: 80}]}, 'shop'),
		service('pets', {clusterIP: 'None', selector: {app: 'pets'}, ports: [{name: 'food', port: 80, targetPort: 8080}]}),
		service('early', {clusterIP: 'None', publishNotReadyAddresses: true, selector: {app: 'pets'}}),
		service('empty', {clusterIP: 'None', selector: {app: 'nobody'}, ports: [{name: 'http', port: 80}]}),
		service('many', {clusterIP: 'None', ports: [{name: 'http', port: 80}]}),
		{apiVersion: 'v1', kind: 'Endpoints', metadata: {name: 'many', namespace: 'default'}, subsets: [{addresses: many, ports: [{name: 'http', port: 80}]}]},
		// The engine's resolver, our upstream, knows the cluster's containers by their names.
		service('outside', {type: 'ExternalName', externalName: 'kube-apiserver'}),
		service('alias', {type: 'ExternalName', externalName: 'web.default.svc.cluster.local'}),
	];
}

export async function applyObjects({cluster}: TestCluster, items: readonly Kind[]): Promise<void> {
	await applyManifest(cluster.engine, cluster.name, JSON.stringify({apiVersion: 'v1', kind: 'List', items}));
}

/** Ask from a pod. @param question what dig takes: `NAME TYPE`, options, `@SERVER` */
export async function dig({kubectl}: TestCluster, question: string, pod = 'client'): Promise<Answer> {
	return parse(await kubectl('exec', pod, '--', 'dig', '+tries=2', '+time=3', '+noquestion', ...question.split(' ')));
}

function parse(text: string): Answer {
	const section = (name: string): string[] => {
		const lines = new RegExp(`;; ${name} SECTION:\n([\\s\\S]*?)(\n\n|$)`).exec(text)?.[1] ?? '';
		return lines.split('\n').filter(line => line !== '' && !line.startsWith(';')).map(line => line.replaceAll(/\s+/g, ' ').replace(' IN ', ' ')).sort();
	};

	return {
		status: /status: (\w+)/.exec(text)?.[1] ?? `no answer: ${text}`,
		flags: /flags: ([^;]*);/.exec(text)?.[1]?.split(' ') ?? [],
		records: section('ANSWER'),
		additional: section('ADDITIONAL'),
		milliseconds: Number(/Query time: (\d+) msec/.exec(text)?.[1] ?? Number.NaN),
	};
}

/** Ask a server from this machine until it answers with an address. @returns how long that took, in milliseconds */
export async function untilResolved(server: string, name: string, address: string, limit = 30_000): Promise<number> {
	const resolver = new Resolver({timeout: 500, tries: 1});
	resolver.setServers([server]);
	const begin = performance.now();
	while (performance.now() - begin < limit) {
		const addresses = await resolver.resolve4(name).catch((): string[] => []);
		if (addresses.includes(address)) {
			return performance.now() - begin;
		}

		await sleep(10);
	}

	throw new Error(`${server} did not answer ${name} with ${address} within ${limit / 1000} s`);
}
