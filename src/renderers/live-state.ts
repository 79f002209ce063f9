/** What the live lines show: a reducer over events, and the lines for it. Pure; tty.ts draws them. */
import type {Phase, TimedEvent} from '../events.ts';
import {cut} from './cut.ts';
import {describeBuild, describeDownload, describePull, describeTransfer, formatSeconds} from './describe.ts';

export type LiveState = {
	/** Until the first phase starts: when the command began, in milliseconds since the epoch. */
	readonly begunAt?: number;
	/** Phases that run, in order of their start. */
	readonly phases: ReadonlyArray<{readonly phase: Phase; readonly title: string; readonly startedAt: number}>;
	/** Image builds, pulls, downloads and operations that run, by key, the newest last. */
	readonly running: ReadonlyMap<string, string>;
};

export const emptyLiveState: LiveState = {phases: [], running: new Map()};

export function reduceLive(state: LiveState, event: TimedEvent): LiveState {
	switch (event.type) {
		case 'began': {
			return {...state, begunAt: event.at};
		}

		case 'phase-started': {
			return {...withoutBegin(state), phases: [...state.phases, {phase: event.phase, title: event.title, startedAt: event.at}]};
		}

		case 'phase-finished': {
			return {phases: state.phases.filter(({phase}) => phase !== event.phase), running: new Map()};
		}

		case 'image-build-started': {
			return {...state, running: withRunning(state, `image ${event.image}`, `${event.image}: ${event.reason}`)};
		}

		case 'image-build-progressed': {
			return {...state, running: withRunning(state, `image ${event.image}`, describeBuild(event))};
		}

		case 'image-build-finished': {
			return {...state, running: withoutRunning(state, `image ${event.image}`)};
		}

		case 'image-pull-progressed': {
			return {...state, running: withRunning(state, `image ${event.image}`, describePull(event))};
		}

		case 'image-pull-finished': {
			return {...state, running: withoutRunning(state, `image ${event.image}`)};
		}

		case 'download-started': {
			return {...state, running: withRunning(state, `download ${event.name}`, event.name)};
		}

		case 'download-progressed': {
			return {...state, running: withRunning(state, `download ${event.name}`, describeDownload(event))};
		}

		case 'download-finished': {
			return {...state, running: withoutRunning(state, `download ${event.name}`)};
		}

		case 'transfer-progressed': {
			return {...state, running: withRunning(state, `transfer ${event.name}`, describeTransfer(event))};
		}

		case 'transfer-finished': {
			return {...state, running: withoutRunning(state, `transfer ${event.name}`)};
		}

		case 'operation-started': {
			return {...state, running: withRunning(state, `#${event.id}`, `${event.operation} ${event.resource}`)};
		}

		case 'operation-finished':
		case 'operation-failed': {
			return {...state, running: withoutRunning(state, `#${event.id}`)};
		}

		case 'noted':
		case 'warned':
		case 'component-ready':
		case 'check-finished': {
			return state;
		}
	}
}

/** One line a phase: elapsed time, title, what happens in it right now. Cut to the terminal's width: a line that wraps would be two, and the next redraw would leave one behind. */
export function liveLines(state: LiveState, now: number, columns: number, unicode = true): string[] {
	const newest = [...state.running.values()].at(-1);
	const phases = state.begunAt === undefined ? state.phases : [{title: 'single-kube', startedAt: state.begunAt}];
	return phases.map(({title, startedAt}, index) => {
		const doing = index === phases.length - 1 && newest !== undefined ? `  ${newest}` : '';
		return cut(`${formatSeconds(Math.max(0, now - startedAt) / 1000).padStart(9)}  .. ${title}${doing}`, columns - 1, unicode);
	});
}

function withoutBegin({phases, running}: LiveState): LiveState {
	return {phases, running};
}

function withRunning({running}: LiveState, key: string, text: string): Map<string, string> {
	const next = new Map(running);
	next.delete(key);
	return next.set(key, text);
}

function withoutRunning({running}: LiveState, key: string): Map<string, string> {
	const next = new Map(running);
	next.delete(key);
	return next;
}
