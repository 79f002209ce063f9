import {type Check, error, type Finding, found, type Problem, warning} from '../check.ts';
import {type DoctorContext, engineElsewhere} from '../context.ts';
import {machineRoutes, type MachineRoute} from '../machine-routes.ts';
import {touches, type WantedRanges} from '../wanted-ranges.ts';

export type AddressesSeen = {
	readonly cluster: string;
	readonly wanted: WantedRanges;
	/** Of this machine; none where the engine's machine is another one. */
	readonly routes: readonly MachineRoute[];
	readonly networks: ReadonlyArray<{readonly network: string; readonly subnet: string}>;
	readonly addressPools: readonly string[];
};

export const addresses: Check = {
	name: 'addresses', about: 'the cluster\'s ranges against routes, those of a VPN too, and against the engine\'s networks', quick: true, atStart: 'warn',
	run: async (context, signal) => judgeAddresses(await look(context, signal)),
};

/** Pure. */
export function judgeAddresses(all: AddressesSeen): Finding {
	const {wanted: {podCidr, serviceCidr, subnet}} = all;
	const others = withoutOwn(all);
	const seen = `pods ${podCidr}, services ${serviceCidr}, network ${subnet ?? 'a free /24 of 172.30.0.0/16'}; ${others.routes.length} routes and ${others.networks.length} networks beside them`;
	return found(seen, [...subnetProblems(others), ...[['pods', '--pod-cidr', podCidr], ['services', '--service-cidr', serviceCidr]].flatMap(([what, option, cidr]) => insideProblems(others, what!, option!, cidr!))]);
}

/** What belongs to the cluster itself is no trouble, nor are the ways into a cluster that a tunnel makes, nor routes that are the engine's networks. */
function withoutOwn(all: AddressesSeen): AddressesSeen {
	const {cluster, wanted: {existing}} = all;
	const networks = all.networks.filter(({network}) => network !== `sk-${cluster}` || existing === undefined);
	const ofClusters = all.networks.filter(({network}) => network.startsWith('sk-')).map(({subnet}) => subnet);
	return {
		...all, networks,
		routes: all.routes.filter(({cidr, gateway}) => !all.networks.some(({subnet}) => subnet === cidr) && !(gateway !== undefined && ofClusters.some(subnet => touches(subnet, gateway)))),
	};
}

/** A start refuses a range that is taken, and finds a free one where none is named. */
function subnetProblems({wanted: {subnet, existing, podCidr, serviceCidr}, networks, routes}: AddressesSeen): Problem[] {
	const taken = [...networks.map(({network, subnet}) => ({what: `the network ${network} (${subnet})`, cidr: subnet})), ...routes.map(route => ({what: described(route), cidr: route.cidr}))];
	if (subnet === undefined) {
		const free = Array.from({length: 256}, (_, third) => `172.30.${third}.0/24`)
			.some(candidate => ![...taken.map(({cidr}) => cidr), podCidr, serviceCidr].some(cidr => touches(candidate, cidr)));
		return free ? [] : [error('no /24 of 172.30.0.0/16 is free for the cluster\'s network', 'npx single-kube start --subnet 192.168.240.0/24 (or take networks away that nobody uses: docker network prune)')];
	}

	const others = taken.filter(({cidr}) => touches(subnet, cidr));
	return others.map(({what}) => existing
		? warning(`the cluster's network ${subnet} overlaps ${what}: one of the two is not reached from here`, 'Make the cluster anew, with another --subnet: single-kube delete && single-kube start')
		: error(`--subnet ${subnet} overlaps ${what}`, 'Leave --subnet away, and a free one is found'));
}

/** Inside a node the cluster's ranges win: what has the same addresses outside is hidden from pods. */
function insideProblems({wanted: {existing}, networks, routes, addressPools}: AddressesSeen, what: string, option: string, cidr: string): Problem[] {
	const fix = existing ? `Make the cluster anew, with another range: single-kube delete && single-kube start ${option} RANGE` : `npx single-kube start ${option} ${what === 'pods' ? '10.112.0.0/16' : '10.128.0.0/16'}`;
	return [
		...routes.filter(route => touches(cidr, route.cidr)).map(route => warning(`the range of ${what} ${cidr} overlaps ${described(route)}: what is there is not reached from pods`, fix)),
		...networks.filter(({subnet}) => touches(cidr, subnet)).map(({network, subnet}) => warning(`the range of ${what} ${cidr} overlaps the network ${network} (${subnet}): its containers are not reached from pods`, fix)),
		...addressPools.filter(pool => touches(cidr, pool)).map(pool => warning(`the range of ${what} ${cidr} overlaps the engine's address pool ${pool}: a network that is made later may get the same addresses`, fix)),
	];
}

function described({cidr, device, vpn}: MachineRoute): string {
	return `${vpn ? 'a route of a VPN' : 'a route of this machine'} (${cidr}${device === undefined ? '' : `, ${device}`})`;
}

async function look(context: DoctorContext, signal: AbortSignal): Promise<AddressesSeen> {
	const [wanted, routes, networks, condition] = await Promise.all([
		context.ranges(), engineElsewhere(context).then(async elsewhere => elsewhere === undefined ? machineRoutes(context, signal) : []),
		context.networks(), context.condition().catch(() => undefined),
	]);
	return {cluster: context.cluster, wanted, routes, networks, addressPools: condition?.addressPools.filter(pool => pool.includes('.')) ?? []};
}
