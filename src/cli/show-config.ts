/** Which options a file gives, and what components are configured with. */
import {connectToExisting} from '../cluster/status.ts';
import {refuseUnknown} from '../cluster/refuse-unknown.ts';
import {checkName, defaultName} from '../cluster/options.ts';
import {type ComponentConfig, readComponentConfig} from '../component-config/read.ts';
import {observe} from '../engine/observe.ts';
import {SingleKubeError} from '../errors.ts';
import {ignoreEvents} from '../events.ts';
import {findComponent} from '../cluster/find-component.ts';
import {readConfigFile} from './config-file.ts';
import {formatConfig, formatConfigs} from './config-report.ts';
import {clusterOptions, type Flags} from './invocation.ts';
import {formatTable, printResult} from './output.ts';

/** `config show`: the file's options, then the files of all components; without a cluster only the options. */
export async function showOptions(flags: Flags, file: string, signal: AbortSignal): Promise<void> {
	const values = await readConfigFile(file, flags.config !== undefined);
	const options = Object.fromEntries((values ?? []).map(({key, value}) => [key.key, value]));
	const components = await componentsOf(flags, signal);
	printResult(flags, {file: values ? file : undefined, options, components}, () => [
		values ? `Options of ${file}:` : `There is no ${file}: single-kube config init`,
		...Object.keys(options).length === 0 ? [] : [formatTable(['OPTION', 'VALUE'], Object.entries(options).map(([key, value]) => [key, JSON.stringify(value)]))],
		...components.length === 0 ? [] : ['', formatConfigs(components)],
	].join('\n'));
}

/** `config show COMPONENT`, of a stopped cluster too. @throws SingleKubeError COMPONENT_UNKNOWN, CLUSTER_UNKNOWN */
export async function showComponent(flags: Flags, word: string, signal: AbortSignal): Promise<void> {
	const name = checkName(flags.name ?? defaultName);
	const engine = await connectToExisting(clusterOptions(flags), ignoreEvents, signal);
	const observed = await observe(engine, name);
	await refuseUnknown(engine, name, observed);
	const component = findComponent(word, observed.containers.map(container => container.component));
	const config = await readComponentConfig(engine, name, observed.containers.find(container => container.component === component)!);
	printResult(flags, config, () => formatConfig(config), {names: () => [component]});
}

/** None where there is no cluster, or no engine: the file's options are worth showing without. */
async function componentsOf(flags: Flags, signal: AbortSignal): Promise<ComponentConfig[]> {
	const name = checkName(flags.name ?? defaultName);
	try {
		const engine = await connectToExisting(clusterOptions(flags), ignoreEvents, signal);
		const {containers} = await observe(engine, name);
		const sorted = [...containers].sort((a, b) => a.component.localeCompare(b.component));
		return await Promise.all(sorted.map(async container => readComponentConfig(engine, name, container)));
	} catch (error) {
		signal.throwIfAborted();
		if (error instanceof SingleKubeError && error.kind === 'unreachable') {
			return [];
		}

		throw error;
	}
}
