/** Find the registry on an engine, by name and label. */
import type {Engine} from '../engine/engine.ts';
import {engineCall, findCall} from '../engine/translate-errors.ts';
import {SingleKubeError} from '../errors.ts';
import {labels} from '../labels.ts';
import type {ContainerState} from '../plan/observed.ts';
import {registryHost, registryName} from './registry.ts';

/** The registry of an engine. */
export type Registry = {
	readonly container: string;
	readonly state: ContainerState;
	/** On 127.0.0.1 of the engine's host. */
	readonly port: number;
	/** What the names of its images begin with: `localhost:5000`. */
	readonly host: string;
	readonly image: string;
};

/** @returns undefined when there is none @throws SingleKubeError STATE_FOREIGN when something else has its name; those of the engine */
export async function findRegistry(engine: Engine): Promise<Registry | undefined> {
	const [containers, volume] = await Promise.all([
		engineCall('list the containers', engine.docker.listContainers({all: true, filters: {name: [registryName]}})),
		findCall(`inspect the volume ${registryName}`, engine.docker.getVolume(registryName).inspect()),
	]);
	if (volume && volume.Labels?.[labels.registry] === undefined) {
		throw foreign('volume', `Remove it (docker volume rm ${registryName}), or keep it and go without`);
	}

	const container = containers.find(({Names}) => Names.includes(`/${registryName}`));
	if (!container) {
		return undefined;
	}

	const port = Number(container.Labels[labels.registry] ?? Number.NaN);
	if (Number.isNaN(port)) {
		throw foreign('container', `Give it another name: docker rename ${registryName} my-registry`);
	}

	return {container: registryName, state: container.State as ContainerState, port, host: registryHost(port), image: container.Image};
}

function foreign(what: 'container' | 'volume', hint: string): SingleKubeError {
	return new SingleKubeError('STATE_FOREIGN', `a ${what} named ${registryName} exists that is not single-kube's registry`, {seen: [`it has no label ${labels.registry}`], hint});
}
