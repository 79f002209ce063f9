/** End a cluster's tunnel, and take back what one left whose container was killed. */
import {readFile} from 'node:fs/promises';
import type {ClusterSpec} from '../cluster/options.ts';
import {hostRoutes} from '../cluster/routes.ts';
import {runToEnd} from '../cluster/run-to-end.ts';
import {readSpec} from '../cluster/spec.ts';
import {removeContainer, stopContainer} from '../engine/containers.ts';
import type {Engine} from '../engine/engine.ts';
import {findImages} from '../engine/find-images.ts';
import {containerExists} from '../engine/inspect.ts';
import {SingleKubeError} from '../errors.ts';
import {nodeAddress, tunnelContainer, tunnelName} from './container.ts';

/** Seconds for a tunnel to take back what it did, and for the container that does it in its place. */
const grace = 5;
const limitSeconds = 30;

/** Does nothing, at the cost of one call, where there is none. @throws SingleKubeError TUNNEL_FAILED when something of it stays; TIMEOUT */
export async function closeTunnel(engine: Engine, cluster: string): Promise<void> {
	const name = tunnelName(cluster);
	if (await containerExists(engine, name)) {
		await stopContainer(engine, name, grace);
		await removeContainer(engine, name);
	}

	const spec = await readSpec(engine, cluster).catch(() => undefined);
	const [image] = spec && await hasLeftovers(cluster, spec) ? await findImages(engine, 'access') : [];
	if (spec && image !== undefined) {
		await takeBack(engine, cluster, spec, image);
	}
}

/** Whether this machine has routes or names of a tunnel. An engine elsewhere never had one. */
export async function hasLeftovers(cluster: string, spec: ClusterSpec): Promise<boolean> {
	const [routes, resolv] = await Promise.all([hostRoutes(), readFile('/etc/resolv.conf', 'utf8').catch(() => '')]);
	return routes.some(({gateway}) => gateway === nodeAddress(spec)) || resolv.includes(`# single-kube tunnel ${cluster}: begin\n`);
}

async function takeBack(engine: Engine, cluster: string, spec: ClusterSpec, image: string): Promise<void> {
	const container = tunnelContainer(cluster, spec, image, 'close');
	const hint = `Take it back by hand: ip route flush via ${nodeAddress(spec)}, and the lines between "# single-kube tunnel ${cluster}" in /etc/resolv.conf`;
	const {exitCode, said} = await runToEnd(engine, container, {what: `taking back what a tunnel of ${cluster} left`, limitSeconds, hint});
	if (exitCode !== 0) {
		throw new SingleKubeError('TUNNEL_FAILED', `what a tunnel of ${cluster} left on this machine could not be taken back`, {seen: said, hint});
	}
}
