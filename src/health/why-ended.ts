/** What a component that ended, or that does not become ready, says of the reason: the end of its log, and the cause where it is known. */
import {findCause} from '../diagnosis/known-causes/find-cause.ts';
import {containerState} from '../engine/inspect.ts';
import type {Engine} from '../engine/engine.ts';
import {logTail} from '../engine/logs.ts';
import type {ErrorDetails} from '../errors.ts';
import {labels} from '../labels.ts';

/** How many lines of a log an error shows, and in how many a cause is looked for: a program may print all of its flags after the reason. */
const shownLines = 15;
const readLines = 600;
/** A busy engine notes the start of a container up to 50 ms after its first lines (measured); in milliseconds. */
const startNotedLate = 1000;

/**
 * @param fallback what to do where the cause is not known; the default shows the whole log
 * @returns `seen`, `because` and `hint` of an error about the container; what cannot be read is left out
 */
export async function whyEnded(engine: Engine, container: string, fallback?: string): Promise<Required<Pick<ErrorDetails, 'seen'>> & Pick<ErrorDetails, 'because' | 'hint'>> {
	const state = await containerState(engine, container).catch(() => undefined);
	const cluster = state?.labels[labels.cluster] ?? '';
	const component = componentOf(state?.labels ?? {}, container);
	const lines = await logTail(engine, container, readLines, state && state.startedAt - startNotedLate).catch(() => []);
	const ended = state?.running === false ? {exitCode: state.exitCode, outOfMemory: state.outOfMemory} : {};
	const found = findCause({cluster, component, container, lines, ...ended});
	const shown = lines.slice(-shownLines);
	return {
		seen: found?.line === undefined || shown.includes(found.line) ? shown : [found.line, '...', ...shown],
		because: found?.cause, hint: found?.fix ?? fallback ?? `Its whole log: ${cluster === '' ? `docker logs ${container}` : `single-kube logs ${component} --name ${cluster}`}`,
	};
}

/** `kubelet@node-1`, as everybody names it. */
function componentOf(of: Readonly<Record<string, string>>, container: string): string {
	const name = of[labels.component] ?? container;
	const node = of[labels.node];
	return node === undefined || name.includes('@') ? name : `${name}@${node}`;
}
