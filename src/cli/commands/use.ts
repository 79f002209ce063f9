import {usedComponents, useComponent} from '../../cluster/use.ts';
import {SingleKubeError} from '../../errors.ts';
import type {Run} from '../invocation.ts';
import {formatTable, printResult} from '../output.ts';
import {findSwappable, parseSwap} from '../swap.ts';
import {withProgress} from '../with-progress.ts';

export const run: Run = async ({flags, words}, signal) => {
	if (words.length + (flags.reset === undefined ? 0 : 1) > 1) {
		throw new SingleKubeError('COMMAND_LINE_INVALID', 'use takes one component at a time', {hint: 'For example: single-kube use scheduler=./kube-scheduler'});
	}

	if (words.length === 0 && flags.reset === undefined) {
		const used = await withProgress(flags, async (options, emit) => usedComponents(options, emit, signal));
		printResult(flags, used, () => Object.keys(used).length === 0 ? 'Every component is the cluster\'s own' : formatTable(['COMPONENT', 'VERSION', 'FROM', 'IMAGE'],
			Object.entries(used).map(([component, {version, from, reference}]) => [component, version ?? '-', from ?? '-', reference])));
		return 0;
	}

	const swap = flags.reset === undefined ? parseSwap(words[0]!) : {component: findSwappable(flags.reset), by: {kind: 'own'}} as const;
	const report = await withProgress(flags, async (options, emit) => useComponent(swap, options, emit, signal));
	const {name, component, version, used, seconds} = report;
	const from = used[component]?.from;
	printResult(flags, report, () =>
		`${component} of ${name} is ${from === undefined ? 'the cluster\'s own again' : from}${version === undefined || from === `v${version}` ? '' : `, version ${version}`} (${seconds.toFixed(1)} s)`);
	return 0;
};
