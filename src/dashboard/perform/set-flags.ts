/** Set a flag of a component as `single-kube set` does, and tell how far it is. */
import {openOn} from '../../cluster/open-running.ts';
import {messageOf, SingleKubeError} from '../../errors.ts';
import type {SingleKubeEvent} from '../../events.ts';
import type {SetFlagsDeed} from '../deeds/set-flags.ts';
import type {Subject} from '../sources/subject.ts';

/** @returns what to say of it @throws SingleKubeError as setFlags; who has the cluster's lock is named in the message */
export async function performSetFlags({engine, cluster, push}: Subject, {component, name, word}: SetFlagsDeed, underWay: (doing: string) => void, signal: AbortSignal): Promise<string> {
	const tell = (well: boolean, lines: readonly string[]): void => {
		push({type: 'flags-told', told: {kind: 'set', outcome: {component, well, lines, at: Date.now()}}});
	};

	try {
		// Loaded when the first flag is set: with it comes all that makes clusters.
		const {setFlagsOf} = await import('../../cluster/flags/set-flags.ts');
		const {flags, containers, seconds} = await setFlagsOf(async () => openOn(engine, cluster, {running: false}), {component: name, flags: [word]}, {name: cluster}, event => {
			const doing = doingOf(event, component);
			if (doing !== undefined) {
				underWay(doing);
			}
		}, signal);
		const changes = flags.map(({flag, before = 'the default', after = 'the default'}) => `${flag}: ${before} to ${after}`);
		const said = containers.length === 0 ? `${name} has that already` : `${name} is ready after ${seconds.toFixed(1)} s`;
		tell(true, [said, ...changes]);
		return [said, ...changes].join(', ');
	} catch (error) {
		const {because, seen, hint} = error instanceof SingleKubeError ? error : {because: undefined, seen: [], hint: undefined};
		tell(false, [messageOf(error), ...because === undefined ? [] : [`Why: ${because}`], ...lastWords(seen), ...hint === undefined ? [] : [`To do: ${hint}`]]);
		throw error instanceof SingleKubeError && error.code === 'CLUSTER_BUSY' ? new SingleKubeError(error.code, [error.message, ...seen].join(': '), {hint, cause: error}) : error;
	}
}

/** What a program ended with stands last, and is no information of klog's, where it says more than that. Pure. */
export function lastWords(seen: readonly string[]): readonly string[] {
	const telling = seen.filter(line => !/^[IWD]\d{4} /.test(line) && line !== '...');
	return (telling.length > 0 ? telling : seen).slice(-mostWords);
}

/** In lines. */
const mostWords = 3;

/** In which phase it is, where an event says so. Pure. @returns a word for the list of components */
export function doingOf(event: SingleKubeEvent, component: string): string | undefined {
	switch (event.type) {
		case 'operation-started': {
			return event.resource === component ? doings[event.operation] : undefined;
		}

		case 'component-ready': {
			return event.component === component ? 'watched' : undefined;
		}

		case 'warned': {
			return /becomes again what it was$/.test(event.text) ? 'put back' : undefined;
		}

		default: {
			return undefined;
		}
	}
}

const doings: Readonly<Record<string, string>> = {
	'remove-container': 'replaced', 'create-container': 'replaced', 'start-container': 'starting', 'await-serving': 'not ready', 'await-ready': 'not ready',
};
