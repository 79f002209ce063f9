/** A cluster's kubeconfig as text. */
import type {Engine} from '../engine/engine.ts';
import {observe} from '../engine/observe.ts';
import {SingleKubeError} from '../errors.ts';
import {type Emit, ignoreEvents} from '../events.ts';
import {checkName, type ClusterOptions, type ClusterSpec, defaultName} from './options.ts';
import {refuseUnknown} from './refuse-unknown.ts';
import {readSpec} from './spec.ts';
import {connectToExisting} from './status.ts';
import {printUserKubeconfig} from './user-kubeconfig.ts';

/**
 * What kubectl and other clients need to reach a cluster from the engine's host, certificates included. Of a stopped cluster too: what
 * it needs is in volumes.
 *
 * @returns YAML
 * @throws SingleKubeError CLUSTER_UNKNOWN; CLUSTER_NOT_RUNNING for one that is half-made; STATE_CORRUPT; those of the engine
 */
export async function readKubeconfig(options: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<string> {
	const {engine, name, spec, image} = await openForKubeconfig(options, emit, signal);
	return printUserKubeconfig(engine, name, spec, image);
}

/** What a kubeconfig is made of: an engine, and one of its images to read the cluster's volumes with. @throws as readKubeconfig */
export async function openForKubeconfig(options: ClusterOptions, emit: Emit, signal: AbortSignal): Promise<{readonly engine: Engine; readonly name: string; readonly spec: ClusterSpec; readonly image: string}> {
	const name = checkName(options.name ?? defaultName);
	const engine = await connectToExisting(options, emit, signal);
	const observed = await observe(engine, name);
	await refuseUnknown(engine, name, observed);
	const spec = await readSpec(engine, name);
	const image = observed.containers[0]?.image;
	if (!spec || image === undefined) {
		throw new SingleKubeError('CLUSTER_NOT_RUNNING', `the cluster ${name} is half-made`, {
			seen: [spec ? 'it has no container' : 'it has no network'], hint: `Have the rest made: single-kube start --name ${name}`,
		});
	}

	return {engine, name, spec, image};
}
