import {readServices} from '../../explain/about.ts';
import {type ComponentFlags, componentFlags, hasHelp} from '../../explain/component-flags.ts';
import {openTopology} from '../../explain/open-topology.ts';
import {ignoreEvents} from '../../events.ts';
import {findComponent} from '../../cluster/find-component.ts';
import {clusterOptions, type Run} from '../invocation.ts';
import {formatTable, printResult} from '../output.ts';

export const run: Run = async ({flags, words: [word]}, signal) => {
	const [opened, services] = await Promise.all([openTopology(clusterOptions(flags), ignoreEvents, signal), readServices()]);
	const component = findComponent(word!, opened.topology.components.map(({id}) => id));
	const found = await componentFlags(component, opened, services, {all: flags.all ?? false}, signal);
	printResult(flags, found, () => formatFlags(found, flags.all ?? false), {names: () => found.flags.map(({flag}) => flag)});
	return 0;
};

/** A table of flags, and one of the keys of configuration files. @param all whether the program was asked for its defaults */
export function formatFlags({component, program, flags, keys}: ComponentFlags, all: boolean): string {
	return [
		flags.length === 0 ? `${component} has no flags` : formatTable(['FLAG', 'VALUE', 'FROM'], flags.map(({flag, value, from}) => [flag, shorten(value), from])),
		...keys.length === 0 ? [] : ['', formatTable([`KEY OF ${[...new Set(keys.map(({file}) => file))].join(', ').toUpperCase()}`, 'VALUE', 'FROM'], keys.map(({key, value, from}) => [key, shorten(typeof value === 'string' ? value : JSON.stringify(value)), from]))],
		...all || !hasHelp(program) ? [] : ['', `What ${program} takes for all others: single-kube flags ${component} --all`],
	].join('\n');
}

/** A value of its own line would make the table unreadable; `-o json` has it whole. */
function shorten(value: string): string {
	return value === '' ? '-' : value.length > 80 ? `${value.slice(0, 77)}...` : value;
}
