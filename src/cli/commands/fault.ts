import {forCluster} from '../../diagnosis/for-cluster.ts';
import {defaultName} from '../../cluster/options.ts';
import {ignoreEvents} from '../../events.ts';
import {SingleKubeError} from '../../errors.ts';
import {addFault} from '../../faults/add.ts';
import {clearFaults, listFaults} from '../../faults/clear.ts';
import {type FaultKind, faultKinds} from '../../faults/fault.ts';
import type {FaultReport} from '../../faults/report.ts';
import {parseFault} from '../../faults/words.ts';
import {formatAdded, formatCleared, formatFaults} from '../fault-report.ts';
import {clusterOptions, type Flags, type Run} from '../invocation.ts';
import {printResult} from '../output.ts';
import {withProgress} from '../with-progress.ts';

type FaultAction = 'add' | 'list' | 'clear' | 'run';

export const run: Run = async ({flags, words: [action, ...words]}, signal) => {
	if (action !== 'add' && (flags.for !== undefined || flags.jitter !== undefined)) {
		throw new SingleKubeError('COMMAND_LINE_INVALID', `fault ${action} takes neither --for nor --jitter`, {hint: 'single-kube fault --help shows what belongs where'});
	}

	if (action !== 'run' && flags.list) {
		throw new SingleKubeError('COMMAND_LINE_INVALID', `fault ${action} takes no --list`, {hint: action === 'list' ? 'It lists faults; the scenarios that there are: single-kube fault run --list' : 'The scenarios that there are: single-kube fault run --list'});
	}

	switch (action as FaultAction) {
		case 'add': {
			return add(flags, words, signal);
		}

		case 'list': {
			refuseMore('list', words, 0);
			const faults = inWords(flags, await listFaults(clusterOptions(flags), ignoreEvents, signal));
			const now = Date.now();
			printResult(flags, faults, () => formatFaults(faults, now, process.stdout.isTTY ? process.stdout.columns : undefined), {wide: () => formatFaults(faults, now), names: () => namesOf(faults)});
			return 0;
		}

		case 'clear': {
			return clear(flags, words, signal);
		}

		case 'run': {
			const {runFaultScenarios} = await import('./fault-run.ts');
			return runFaultScenarios(flags, words, signal);
		}
	}
};

async function add(flags: Flags, [component, ...words]: readonly string[], signal: AbortSignal): Promise<number> {
	if (component === undefined) {
		throw new SingleKubeError('COMMAND_LINE_INVALID', 'fault add needs a component and a kind of fault', {seen: [`kinds: ${faultKinds.join(', ')}`], hint: 'For example: single-kube fault add scheduler pause'});
	}

	const spec = parseFault(words, flags.jitter);
	const fault = await withProgress(flags, async (options, emit) => addFault(component, spec, flags.for === undefined ? {} : {forMs: flags.for * 1000}, options, emit, signal));
	const [shown] = inWords(flags, [fault]);
	printResult(flags, shown, () => formatAdded(shown!), {names: () => namesOf([fault])});
	return 0;
}

async function clear(flags: Flags, words: readonly string[], signal: AbortSignal): Promise<number> {
	refuseMore('clear', words, 2);
	const [component, kind] = words;
	if (kind !== undefined) {
		parseKind(kind);
	}

	const faults = await withProgress(flags, async (options, emit) => clearFaults({...component === undefined ? {} : {component}, ...kind === undefined ? {} : {kind: kind as FaultKind}}, options, emit, signal));
	printResult(flags, inWords(flags, faults), () => formatCleared(faults), {names: () => namesOf(faults)});
	return 0;
}

function parseKind(kind: string): void {
	if (!faultKinds.some(known => known === kind)) {
		// It says what there is.
		parseFault([kind]);
	}
}

function refuseMore(action: FaultAction, words: readonly string[], most: number): void {
	if (words.length > most) {
		throw new SingleKubeError('COMMAND_LINE_INVALID', `fault ${action} does not take ${words.slice(most).join(' ')}`, {hint: action === 'clear' ? 'For example: single-kube fault clear scheduler pause' : 'For example: single-kube fault list'});
	}
}

/** The commands in it being for this cluster. */
function inWords(flags: Flags, faults: readonly FaultReport[]): FaultReport[] {
	return faults.map(fault => ({...fault, undo: forCluster(fault.undo, flags.name ?? defaultName)}));
}

/** What `fault clear` takes. */
const namesOf = (faults: readonly FaultReport[]): string[] => faults.map(({component, kind}) => `${component} ${kind}`);
