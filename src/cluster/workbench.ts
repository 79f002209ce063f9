/**
 * A container that never runs: through it the engine reads and writes a cluster's volumes, whatever machine it is on.
 */
import {randomUUID} from 'node:crypto';
import {createContainer, removeContainer} from '../engine/containers.ts';
import type {Engine} from '../engine/engine.ts';
import {lockComponent} from '../engine/observe.ts';
import {labels} from '../labels.ts';
import type {ContainerSpec, Mount} from '../plan/topology.ts';

/** The record of a container that is only ever created: no network, no capability. */
export function inertContainer(cluster: string, suffix: string, image: string, more: {mounts?: readonly Mount[]; labels?: Readonly<Record<string, string>>} = {}): ContainerSpec {
	return {
		name: `sk-${cluster}-${suffix}`, image, hostname: undefined, command: ['pause'], environment: {}, workingDirectory: undefined,
		labels: {[labels.cluster]: cluster, [labels.component]: lockComponent, ...more.labels},
		network: {kind: 'none'}, hostPid: false, capAdd: [], capDrop: ['ALL'], securityOptions: [], deviceCgroupRules: [], devices: [],
		sysctls: {}, mounts: more.mounts ?? [], ports: [], restart: 'no', init: false,
	};
}

/** The end of the name of a container that is there for a moment; another one of the same kind, made in the same millisecond, has another. */
export function momentary(kind: string): string {
	return `${kind}-${randomUUID().slice(0, 8)}`;
}

/**
 * Have `work` done with a container that has these volumes, each at `/<volume>`; it is removed afterwards.
 *
 * @param image any image that the engine has
 */
export async function withWorkbench<T>(engine: Engine, cluster: string, image: string, volumes: readonly string[], work: (container: string) => Promise<T>): Promise<T> {
	const spec = inertContainer(cluster, momentary('workbench'), image, {
		mounts: volumes.map(volume => ({kind: 'volume', volume, target: `/${volume}`, readOnly: false})),
	});
	await createContainer(engine, spec, '');
	try {
		return await work(spec.name);
	} finally {
		await removeContainer(engine, spec.name);
	}
}
