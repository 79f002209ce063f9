/** What a user adds to components, settled: what was said now changes what was said before. */
import {SingleKubeError} from '../errors.ts';
import {changeExtraConfig, type ExtraConfig, type ExtraConfigChange, isKey, parseExtraConfig} from '../plan/extra-config.ts';
import {changeFeatureGates, type FeatureGates} from '../plan/feature-gates.ts';
import type {ClusterOptions} from './options.ts';

/** @throws SingleKubeError OPTION_INVALID, COMPONENT_UNKNOWN naming the nearest */
export async function settleExtraConfig(given: readonly string[] | undefined, before: ExtraConfig = {}): Promise<ExtraConfig> {
	return given === undefined || given.length === 0 ? before : changeExtraConfig(before, await readExtraConfig(given));
}

/** @returns the changes, with the components' own names @throws SingleKubeError OPTION_INVALID, COMPONENT_UNKNOWN */
export async function readExtraConfig(given: readonly string[]): Promise<ExtraConfigChange[]> {
	return checkExtraConfig(given.map(text => parseExtra(text)), '--extra-config');
}

/** @param asked who is told of what is wrong @returns the changes, with the components' own names @throws SingleKubeError OPTION_INVALID, COMPONENT_UNKNOWN */
export async function checkExtraConfig(changes: readonly ExtraConfigChange[], asked: string): Promise<ExtraConfigChange[]> {
	if (changes.length === 0) {
		return [];
	}

	// Whoever only reads a command line does not wait for what reads YAML to be loaded.
	const [{configurableComponents, findConfigurable}, {readComposeDirectory}] = await Promise.all([import('../compose/configurable.ts'), import('../compose/read.ts')]);
	const components = configurableComponents(await readComposeDirectory());
	return changes.map(change => {
		const {name: component, hasFile} = findConfigurable(change.component, components, {asked, example: '--extra-config apiserver.v=4'});
		if (isKey(change.name) && !hasFile) {
			throw new SingleKubeError('OPTION_INVALID', `${asked}: ${component} has no configuration file, so ${change.name} can only be a flag, and flags have neither dots nor capitals`, {
				hint: `Its flags: single-kube flags ${component} --all`,
			});
		}

		checkGates(change);
		return {...change, component};
	});
}

/** @throws SingleKubeError OPTION_INVALID */
export function settleFeatureGates({featureGates = []}: Pick<ClusterOptions, 'featureGates'>, before: FeatureGates = {}): FeatureGates {
	return featureGates.reduce((gates, text) => parseGates(text, '--feature-gates', gates), before);
}

/** Its grammar alone: what components there are is not looked at. @throws SingleKubeError OPTION_INVALID */
export function parseExtra(text: string): ExtraConfigChange {
	try {
		return parseExtraConfig(text);
	} catch (error) {
		throw new SingleKubeError('OPTION_INVALID', `--extra-config: ${(error as Error).message}`, {hint: 'For example: --extra-config kubelet.max-pods=50', cause: error});
	}
}

function checkGates({component, name, value}: ExtraConfigChange): void {
	if (name === 'feature-gates' && value !== undefined) {
		parseGates(value, `--extra-config ${component}.feature-gates`, {});
	}
}

/** @param option what to name in the error @throws SingleKubeError OPTION_INVALID */
export function parseGates(text: string, option: string, before: FeatureGates): FeatureGates {
	try {
		return changeFeatureGates(text, before);
	} catch (error) {
		throw new SingleKubeError('OPTION_INVALID', `${option}: ${(error as Error).message}`, {hint: 'For example: --feature-gates SidecarContainers=true', cause: error});
	}
}
