/** All there is to know of one component: what it is for, how it runs, what it has, whom it waits for. */
import {whatItIs} from '../component-config/describe-file.ts';
import {readComponentConfig} from '../component-config/read.ts';
import {redactArgument, redactVariable} from '../component-config/redact.ts';
import type {ContainerState} from '../plan/observed.ts';
import type {Component, ContainerSpec, Mount, Probe} from '../plan/topology.ts';
import type {About} from './about.ts';
import {dockerRun} from './docker-run.ts';
import {isThere} from './explain-cluster.ts';
import type {OpenedTopology} from './open-topology.ts';
import {type ListedFile, requestedFiles} from './requested-files.ts';

export type Explanation = {
	/** `kubelet@node-1` */
	readonly component: string;
	readonly summary: string;
	/** Undefined for a component of somebody's own that says nothing. */
	readonly about: About | undefined;
	/** `not made`: what follows is what `start` would make. */
	readonly state: ContainerState | 'not made';
	readonly container: string;
	readonly image: string;
	/** The program and its arguments. */
	readonly command: readonly string[];
	readonly environment: Readonly<Record<string, string>>;
	readonly files: readonly ListedFile[];
	readonly mounts: readonly Mount[];
	readonly network: ContainerSpec['network'];
	readonly ports: ContainerSpec['ports'];
	readonly capabilities: {readonly add: readonly string[]; readonly drop: readonly string[]; readonly securityOptions: readonly string[]; readonly hostPid: boolean};
	/** `serving`: it answers, if not everything yet. */
	readonly waitsFor: ReadonlyArray<{readonly component: string; readonly until: 'ready' | 'serving' | 'ended'}>;
	readonly ready: Probe | undefined;
	/** To paste into a shell. */
	readonly dockerRun: string;
};

/** @param id of a component of the topology @throws SingleKubeError ENGINE_CALL_FAILED, STATE_CORRUPT */
export async function explainComponent(id: string, {topology, engine, containers, apiVersion}: OpenedTopology, abouts: ReadonlyMap<string, {readonly about: About | undefined}>): Promise<Explanation> {
	const component = topology.components.find(candidate => candidate.id === id)!;
	const spec = withoutSecrets(component.container);
	const found = containers.find(candidate => candidate.component === id);
	const config = engine && found ? await readComponentConfig(engine, topology.cluster, found) : undefined;
	const about = abouts.get(component.name)?.about;
	return {
		component: id, summary: component.summary,
		about: about && {...about, talksTo: Object.fromEntries(Object.entries(about.talksTo).filter(([name]) => isThere(name, topology.components, abouts)))},
		state: found?.state ?? 'not made', container: spec.name, image: spec.image,
		command: config?.command ?? [...spec.entrypoint ?? [], ...spec.command],
		environment: spec.environment,
		files: config ? config.files.map(file => ({path: file.path, what: whatItIs(file)})) : requestedFiles(component),
		mounts: spec.mounts, network: spec.network, ports: spec.ports,
		capabilities: {add: spec.capAdd, drop: spec.capDrop, securityOptions: spec.securityOptions, hostPid: spec.hostPid},
		waitsFor: waitsFor(component, topology.components), ready: component.ready,
		dockerRun: dockerRun(spec, topology.network.name, apiVersion),
	};
}

function waitsFor({dependsOn, servingIsEnough}: Component, all: readonly Component[]): Explanation['waitsFor'] {
	return dependsOn.map(id => ({
		component: id, until: all.find(other => other.id === id)?.job ? 'ended' as const : servingIsEnough.includes(id) ? 'serving' as const : 'ready' as const,
	}));
}

/** A proxy may stand there with a password. */
function withoutSecrets(spec: ContainerSpec): ContainerSpec {
	return {
		...spec, command: spec.command.map(word => redactArgument(word)),
		environment: Object.fromEntries(Object.entries(spec.environment).map(([name, value]) => [name, redactVariable(name, value)])),
	};
}
