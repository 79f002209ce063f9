/** Copies of the DNS server with an upstream of the test's choice, in the cluster's network and not in the cluster. */
import {execInContainer} from '../../../src/engine/exec.ts';
import type {TestCluster} from '../../helpers/cluster.ts';
import {type Answer, dig} from './world.ts';

type Helper = {readonly address: string; readonly remove: () => Promise<void>};

/** A resolver that knows 192.0.2.53 for everything but names that begin with "nosuch". */
const program = `
const socket = require('node:dgram').createSocket('udp4');
socket.on('message', (question, from) => {
	const end = question.indexOf(0, 12) + 5, missing = question.includes('nosuch'), a = question[end - 3] === 1 && !missing;
	const header = Buffer.from(question.subarray(0, 12));
	header.writeUInt16BE(missing ? 0x8183 : 0x8180, 2); header.writeUInt16BE(a ? 1 : 0, 6); header.writeUInt32BE(0, 8);
	const record = a ? Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 30, 0, 4, 192, 0, 2, 53]) : Buffer.alloc(0);
	socket.send(Buffer.concat([header, question.subarray(12, end), record]), from.port, from.address);
});
socket.bind(53);`;

export async function openResolver(world: TestCluster): Promise<Helper> {
	const address = addressIn(world, 41);
	return {address, remove: await runContainer(world, 'e2e-dns-resolver', address, {Image: world.cluster.images['dns']!, Cmd: ['node', '-e', program]})};
}

/** The cluster's DNS server once more, at an address of its own, so that it answers who asks it and leaves the Endpoints alone. */
export async function openCopy(world: TestCluster, upstream: string): Promise<Helper & {readonly packets: () => Promise<number>}> {
	const {docker} = world.cluster.engine;
	const address = addressIn(world, 40);
	const {Config, HostConfig} = await docker.getContainer(`sk-${world.cluster.name}-dns`).inspect();
	const {Image, Cmd, Env} = Config;
	const remove = await runContainer(world, 'e2e-dns-copy', address, {
		Image, Cmd, Env: [...Env.filter(variable => !variable.startsWith('ADDRESS=')), `ADDRESS=${address}`],
	}, {Mounts: HostConfig.Mounts, Binds: HostConfig.Binds, CapAdd: HostConfig.CapAdd, CapDrop: HostConfig.CapDrop, Dns: [upstream]});
	return {
		address, remove,
		async packets() {
			const {stdout} = await execInContainer(world.cluster.engine, 'e2e-dns-copy', ['sh', '-c', 'awk \'/^ *(eth0|lo):/ {n += $3 + $11} END {print n}\' /proc/net/dev']);
			return Number(stdout);
		},
	};
}

/** Ask a server from a pod, for as long as it takes. */
export async function answerOf(world: TestCluster, address: string, question: string): Promise<Answer> {
	return dig(world, `@${address} +tries=1 +time=15 ${question} A`);
}

function addressIn({cluster}: TestCluster, host: number): string {
	return cluster.spec.subnet.replace(/\.0\/\d+$/, `.${host}`);
}

async function runContainer({cluster}: TestCluster, name: string, address: string, config: object, hostConfig: object = {}): Promise<() => Promise<void>> {
	const {docker} = cluster.engine;
	const remove = async (): Promise<void> => {
		await docker.getContainer(name).remove({force: true}).catch((error: {statusCode?: number}) => {
			if (error.statusCode !== 404) {
				throw error as unknown as Error;
			}
		});
	};

	await remove();
	const network = cluster.topology.network.name;
	const container = await docker.createContainer({
		name, ...config, HostConfig: {NetworkMode: network, ...hostConfig}, NetworkingConfig: {EndpointsConfig: {[network]: {IPAMConfig: {IPv4Address: address}}}},
	});
	await container.start();
	return remove;
}
