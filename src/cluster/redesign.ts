/** A cluster that is there, designed anew with other settings: from the same images, ranges and addresses. */
import {composeDirectory, type RawFile, readComposeDirectory} from '../compose/read.ts';
import {valuesOfFlag} from '../compose/flags.ts';
import type {Engine} from '../engine/engine.ts';
import {engineInfo} from '../engine/info.ts';
import {bridgeMtu} from '../engine/networks.ts';
import type {Observed} from '../plan/observed.ts';
import type {Settings, Topology} from '../plan/topology.ts';
import {SingleKubeError} from '../errors.ts';
import {designTopology} from './design.ts';
import {readSpec} from './spec.ts';

/**
 * Nothing is built, fetched or looked up: what a component runs is what its container has. Good for components that there
 * are, one by one (plan/mix.ts); not for published ports, nor for what other settings would bring along.
 *
 * @returns the design with some settings
 * @throws SingleKubeError CLUSTER_UNKNOWN, STATE_CORRUPT; COMPOSE_INVALID, also when it designs
 */
export async function redesigner(engine: Engine, stored: Topology, observed: Observed): Promise<(settings: Settings) => Promise<Topology>> {
	const {cluster, components} = stored;
	const [info, mtu, spec, files] = await Promise.all([engineInfo(engine), bridgeMtu(engine), readSpec(engine, cluster), readComposeDirectory(composeDirectory)]);
	if (!spec) {
		throw new SingleKubeError('CLUSTER_UNKNOWN', `the network of the cluster ${cluster} is gone`, {hint: `Have it made again: single-kube start --name ${cluster}`});
	}

	const same = {
		cluster, spec, images: imagesOf(stored, files), versions: versionsOf(observed),
		trace: components.find(({name}) => name === 'agent')?.container.environment['TRACE'] === '1',
		engine: {...info, mtu, socketPath: engine.socketPath},
	};
	return async settings => designTopology({...same, settings});
}

/** By the name that its variable has in compose/: `${IMAGE_KUBE_PROXY}` → `kube-proxy`. What this cluster does not have has none. Pure. */
export function imagesOf({components}: Topology, files: readonly RawFile[]): Record<string, string> {
	const named = files.flatMap(({content}) => Object.entries((content as RawContent | undefined)?.services ?? {})).flatMap(([service, raw]) => {
		const name = /^\$\{IMAGE_(\w+)\}$/.exec(raw?.image ?? '')?.[1]?.toLowerCase().replaceAll('_', '-');
		return name === undefined ? [] : [{name, image: components.find(({name}) => name === service)?.container.image}];
	});
	const dns = components.find(({name}) => name === 'dns')?.container.image;
	return {
		...Object.fromEntries(named.map(({name}) => [name, 'none'])),
		...Object.fromEntries(named.flatMap(({name, image}) => image === undefined ? [] : [[name, image]])),
		// Not a component's own image, but what its pods are held by.
		pause: components.flatMap(({container: {command}}) => valuesOfFlag(command, 'pod-infra-container-image'))[0] ?? 'none',
		// The variable is the DNS server's, whichever it is.
		...dns === undefined ? {} : {dns},
	};
}

/** Those that images say of themselves; a program of the user's may be of another than the cluster's. */
function versionsOf({containers}: Observed): Record<string, string> {
	return Object.fromEntries(containers.flatMap(({component, version}) => version !== undefined && /^\d+\.\d+\.\d+/.test(version) ? [[component.replace(/@.*$/, ''), version]] : []));
}

type RawContent = {readonly services?: Readonly<Record<string, {readonly image?: string} | undefined>>};
