/** What an engine says of its things, as it says it: for people who have to find out what went wrong. */
import {createInterface} from 'node:readline';
import type {Readable} from 'node:stream';
import {labels} from '../labels.ts';
import type {Engine} from './engine.ts';
import {engineCall} from './translate-errors.ts';

/** `docker inspect` of a container. @throws SingleKubeError of translate-errors */
export async function dumpContainer(engine: Engine, container: string): Promise<object> {
	return engineCall(`inspect ${container}`, engine.docker.getContainer(container).inspect());
}

/** `docker version`, `docker info`. @throws SingleKubeError of translate-errors */
export async function dumpEngine(engine: Engine, what: 'version' | 'info'): Promise<object> {
	return engineCall(`ask the engine for its ${what}`, engine.docker[what]() as Promise<object>);
}

/** `docker system df`: how many of each kind there are, and what is ours by its size. @throws SingleKubeError of translate-errors */
export async function dumpDiskUse(engine: Engine): Promise<object> {
	const {LayersSize, ...kinds} = await engineCall('ask the engine what takes its disk', engine.docker.df() as Promise<DiskUse>);
	const isOurs = ({Labels}: Used): boolean => Object.keys(Labels ?? {}).some(label => label === labels.cluster || label === labels.content);
	// What else the user has there is nobody's business.
	return {LayersSize, ...Object.fromEntries((['Images', 'Containers', 'Volumes'] as const).map(kind => [kind, {count: kinds[kind]?.length ?? 0, ours: (kinds[kind] ?? []).filter(used => isOurs(used))}]))};
}

type Used = {readonly Labels?: Readonly<Record<string, string>> | null};
type DiskUse = {readonly LayersSize: number} & {readonly [kind in 'Images' | 'Containers' | 'Volumes']?: readonly Used[] | null};

/** What has the cluster's label: every container, stopped or not, each network and volume. @throws SingleKubeError of translate-errors */
export async function dumpCluster(engine: Engine, cluster: string, what: 'containers' | 'networks' | 'volumes'): Promise<readonly object[]> {
	const filters = {label: [`${labels.cluster}=${cluster}`]};
	switch (what) {
		case 'containers': {
			return engineCall('list the containers', engine.docker.listContainers({all: true, size: false, filters}));
		}

		case 'networks': {
			const networks = await engineCall('list the networks', engine.docker.listNetworks({filters}));
			return Promise.all(networks.map(async ({Id}) => engineCall(`inspect the network ${Id}`, engine.docker.getNetwork(Id).inspect() as Promise<object>)));
		}

		case 'volumes': {
			const {Volumes: volumes} = await engineCall('list the volumes', engine.docker.listVolumes({filters} as object));
			return volumes ?? [];
		}
	}
}

/**
 * The engine's events of a cluster that it still remembers, oldest first, each as the engine writes it; but of what was run
 * in a container the program only, since its words may be a password.
 *
 * @param until milliseconds since the epoch
 * @throws SingleKubeError of translate-errors
 */
export async function pastEvents(engine: Engine, cluster: string, until: number): Promise<string[]> {
	const filters = JSON.stringify({label: [`${labels.cluster}=${cluster}`]});
	const stream = await engineCall('read the events', engine.docker.getEvents({since: 1, until: Math.ceil(until / 1000), filters: filters as never})) as Readable;
	const lines: string[] = [];
	for await (const line of createInterface({input: stream})) {
		lines.push(line.replaceAll(/"(exec_(?:create|start): [^\s"\\]*)(?:[^"\\]|\\.)*"/g, '"$1"'));
	}

	return lines;
}
