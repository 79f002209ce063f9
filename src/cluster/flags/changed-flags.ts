/** Which flags of a cluster's components users changed, by set or by start. */
import {configurableComponents, findConfigurable} from '../../compose/configurable.ts';
import {readComposeDirectory} from '../../compose/read.ts';
import {type Emit, ignoreEvents} from '../../events.ts';
import type {ExtraConfig} from '../../plan/extra-config.ts';
import {readAgentTopology} from '../agent-topology.ts';
import {openCluster} from '../open-running.ts';
import type {ClusterOptions} from '../options.ts';
import {readSettings} from '../settings.ts';

/** A flag, or a key of a configuration file, that a user gave a value. */
export type ChangedFlag = {
	/** The service's name. */
	readonly component: string;
	/** `--v`, `maxPods` */
	readonly flag: string;
	readonly value: string;
};

/**
 * @param word one component's only
 * @throws SingleKubeError COMPONENT_UNKNOWN, CLUSTER_UNKNOWN, STATE_CORRUPT
 */
export async function changedFlags(word: string | undefined, options: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<ChangedFlag[]> {
	const component = word === undefined ? undefined : findConfigurable(word.replace(/@.*$/, ''), configurableComponents(await readComposeDirectory()), {asked: `single-kube set ${word}`, example: 'single-kube set apiserver'}).name;
	const {engine, name} = await openCluster(options, {running: false}, emit, signal);
	const {extraConfig} = await readSettings(engine, name) ?? (await readAgentTopology(engine, name)).settings;
	return listChanged(extraConfig ?? {}).filter(changed => component === undefined || changed.component === component);
}

/** Pure. */
export function listChanged(extraConfig: ExtraConfig): ChangedFlag[] {
	return Object.entries(extraConfig).flatMap(([component, flags]) => Object.entries(flags).flatMap(([name, values]) =>
		values.map(value => ({component, flag: /[A-Z.]/.test(name) ? name : `--${name}`, value}))));
}
