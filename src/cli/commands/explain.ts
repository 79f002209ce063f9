import {readServices} from '../../explain/about.ts';
import {errorSection, isErrorCode} from '../../explain/error-section.ts';
import {explainCluster} from '../../explain/explain-cluster.ts';
import {explainComponent} from '../../explain/explain-component.ts';
import {openTopology} from '../../explain/open-topology.ts';
import {errorKinds, SingleKubeError} from '../../errors.ts';
import {ignoreEvents} from '../../events.ts';
import {findComponent} from '../../cluster/find-component.ts';
import {exitCodes} from '../exit-codes.ts';
import {formatExplanation, formatOverview} from '../explain-report.ts';
import {clusterOptions, type Flags, type Run} from '../invocation.ts';
import {nearest} from '../../nearest.ts';
import {printResult} from '../output.ts';

/** `explain [COMPONENT|CODE]`: of a running cluster, a stopped one, or one that start would make. */
export const run: Run = async ({flags, words: [word]}, signal) => {
	// No component has an underscore in its name.
	if (word !== undefined && (/^[A-Z][A-Z_]+$/.test(word) || word.includes('_'))) {
		return explainError(flags, word.toUpperCase());
	}

	const [opened, services] = await Promise.all([openTopology(clusterOptions(flags), ignoreEvents, signal), readServices()]);
	if (word === undefined) {
		const overview = explainCluster(opened.topology, opened.made, services);
		printResult(flags, overview, () => formatOverview(overview), {names: () => overview.components.map(({component}) => component)});
		return 0;
	}

	const component = findComponent(word, opened.topology.components.map(({id}) => id));
	const explanation = await explainComponent(component, opened, services);
	printResult(flags, explanation, () => formatExplanation(explanation), {names: () => [component]});
	return 0;
};

async function explainError(flags: Flags, word: string): Promise<number> {
	if (!isErrorCode(word)) {
		const close = nearest(word, Object.keys(errorKinds));
		throw new SingleKubeError('COMMAND_LINE_INVALID', `there is no error ${word}`, {hint: close === undefined ? 'docs/errors.md has all of them' : `Did you mean ${close}?`});
	}

	const text = await errorSection(word) ?? '';
	const kind = errorKinds[word];
	printResult(flags, {code: word, kind, exitCode: exitCodes[kind], text}, () => `${word}\n\n${plainLinks(text)}`, {names: () => [word]});
	return 0;
}

/** A link of the page, as a terminal can show it: its words, and the page where it leads to another one. */
export function plainLinks(text: string): string {
	return text.replaceAll(/\[([^\]]+)\]\(([^)#\s]*)(#[^)\s]*)?\)/g, (_, words: string, page: string) => page === '' ? words : `${words} (docs/${page})`);
}
