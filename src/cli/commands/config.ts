import {connectToExisting} from '../../cluster/status.ts';
import {refuseUnknown} from '../../cluster/refuse-unknown.ts';
import {checkName, defaultName} from '../../cluster/options.ts';
import {readComponentConfig} from '../../component-config/read.ts';
import {observe} from '../../engine/observe.ts';
import {ignoreEvents} from '../../events.ts';
import {findComponent} from '../components.ts';
import {formatConfig, formatConfigs} from '../config-report.ts';
import {clusterOptions, type Run} from '../invocation.ts';
import {printResult} from '../output.ts';

/** `config show [COMPONENT]`, of a stopped cluster too. */
export const run: Run = async ({flags, words: [_show, word]}, signal) => {
	const name = checkName(flags.name ?? defaultName);
	const engine = await connectToExisting(clusterOptions(flags), ignoreEvents, signal);
	const observed = await observe(engine, name);
	await refuseUnknown(engine, name, observed);
	if (word === undefined) {
		const sorted = [...observed.containers].sort((a, b) => a.component.localeCompare(b.component));
		const configs = await Promise.all(sorted.map(async container => readComponentConfig(engine, name, container)));
		printResult(flags, configs, () => formatConfigs(configs));
		return 0;
	}

	const component = findComponent(word, observed.containers.map(container => container.component));
	const config = await readComponentConfig(engine, name, observed.containers.find(container => container.component === component)!);
	printResult(flags, config, () => formatConfig(config));
	return 0;
};
