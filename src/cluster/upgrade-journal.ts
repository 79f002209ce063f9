/** What an upgrade that is under way came from and goes to: a file beside the agent's own, for whoever comes after an interruption. */
import type {Engine} from '../engine/engine.ts';
import {readFiles} from '../engine/files.ts';
import {SingleKubeError} from '../errors.ts';
import type {ImageSettings, Topology} from '../plan/topology.ts';
import {deliverFiles} from './deliver.ts';

const file = 'upgrade.json';

export type UpgradeJournal = {
	/** The cluster, settings included, as it was. */
	readonly before: Topology;
	/** Where the images of the new version come from. */
	readonly target: ImageSettings;
};

/** @throws SingleKubeError STATE_CORRUPT when it is not there: the settings say that it is */
export async function readJournal(engine: Engine, cluster: string): Promise<UpgradeJournal> {
	const text = (await readFiles(engine, `sk-${cluster}-agent`, '/etc/single-kube'))?.get(file);
	try {
		return JSON.parse(text ?? '') as UpgradeJournal;
	} catch (error) {
		throw new SingleKubeError('STATE_CORRUPT', `what an upgrade of ${cluster} came from cannot be read`, {
			seen: [`/etc/single-kube/${file} in sk-${cluster}-agent`], hint: `Make the cluster anew: single-kube delete --name ${cluster} && single-kube start --name ${cluster}`, cause: error,
		});
	}
}

/** @param image any image that the engine has */
export async function writeJournal(engine: Engine, image: string, journal: UpgradeJournal): Promise<void> {
	await write(engine, image, journal.before, JSON.stringify(journal));
}

/** An empty file: the engine has no call that removes one. */
export async function clearJournal(engine: Engine, image: string, topology: Topology): Promise<void> {
	await write(engine, image, topology, '');
}

async function write(engine: Engine, image: string, {cluster, components}: Topology, content: string): Promise<void> {
	const volume = components.find(({name}) => name === 'agent')!.configVolume!;
	await deliverFiles(engine, cluster, image, [], [{volume, path: file, content}]);
}
