/** From one state and what was told to the next. Pure: the clock, the engine and the terminal are all outside. */
import type {ApiObject} from '../api/api.ts';
import type {Fault} from '../faults/fault.ts';
import {flagsAfter} from './flags.ts';
import type {Message} from './messages.ts';
import type {Asked, DashboardState, LogState, Notice, Sight, WayState} from './state.ts';

/** How many lines of a log are kept. */
export const keptLines = 5000;
const keptEvents = 300;
/** Milliseconds that a notice stays. */
const noticeStays = 8000;

export function reduce(state: DashboardState, message: Message): DashboardState {
	switch (message.type) {
		case 'ticked': {
			const {now} = message;
			return {...state, now, notice: state.notice && state.notice.until > now ? state.notice : undefined};
		}

		case 'resized': {
			return {...state, size: message.size};
		}

		case 'components-seen': {
			return {...state, components: message.components, engine: fresh};
		}

		case 'engine-lost': {
			return {...state, engine: lost(state.engine, message), usage: {}};
		}

		case 'engine-event': {
			return {...state, engineEvents: [...state.engineEvents, message.event].slice(-keptEvents)};
		}

		case 'usage-sampled': {
			return {...state, usage: message.usage};
		}

		case 'components-said': {
			const {at} = message;
			return {...state, said: {...state.said, ...Object.fromEntries(Object.entries(message.said).map(([id, says]) => [id, {says, at}]))}};
		}

		case 'faults-seen': {
			return sameFaults(state.faults, message.faults) ? state : {...state, faults: [...message.faults].sort((a, b) => a.since - b.since)};
		}

		case 'api-answered': {
			return state.api.state === 'fresh' ? state : {...state, api: fresh};
		}

		case 'api-lost': {
			return {...state, api: lost(state.api, message)};
		}

		case 'objects-changed': {
			return {...state, objects: {...state.objects, [message.kind]: sorted(message.objects)}};
		}

		case 'kubernetes-events-changed': {
			return {...state, kubernetesEvents: message.events};
		}

		case 'endpoints-changed': {
			return {...state, endpoints: {key: message.key, value: message.endpoints}};
		}

		case 'log-opened': {
			return {...state, log: {key: message.key, lines: [], dropped: 0, ended: false}, scroll: {...state.scroll, detail: 0}};
		}

		case 'log-read': {
			return message.key === state.log.key ? withLines(state, message.lines, message.missed) : state;
		}

		case 'log-ended': {
			return message.key === state.log.key ? {...state, log: {...state.log, ended: true}} : state;
		}

		case 'config-read': {
			return {...state, config: {key: message.key, value: message.config}};
		}

		case 'config-failed': {
			return {...state, config: {key: message.key, failure: message.failure}};
		}

		case 'health-asked': {
			return {...state, health: {key: message.key, value: message.answer, at: message.at} satisfies Asked<unknown>};
		}

		case 'way-seen': {
			return withWay(state, message);
		}

		case 'forward-opened': {
			return {...state, forwards: [...state.forwards, message.forward]};
		}

		case 'forward-closed': {
			return {...state, forwards: state.forwards.filter(({id}) => id !== message.id)};
		}

		case 'forward-failed': {
			return {...state, forwards: state.forwards.map(forward => forward.id === message.id ? {...forward, failure: message.failure} : forward)};
		}

		case 'flags-told': {
			return {...state, flags: flagsAfter(state.flags, message.told)};
		}

		case 'told': {
			return {...state, notice: notice(message.text, message.tone, message.at)};
		}

		case 'deed-under-way': {
			return {...state, acting: {...state.acting, [message.subject]: message.doing}};
		}

		case 'deed-done': {
			return {...withoutDeed(state, message.subject), notice: {...notice(message.said, 'good', message.at), command: message.command}};
		}

		case 'deed-failed': {
			return {...withoutDeed(state, message.subject), notice: notice(message.said, 'bad', message.at)};
		}
	}
}

/** @param at when it is said, in milliseconds since the epoch */
export function notice(text: string, tone: Notice['tone'], at: number): Notice {
	return {text, tone, until: at + noticeStays};
}

const fresh: Sight = {state: 'fresh'};

/** Lost since the first time that it was said. */
function lost(before: Sight, {at, message}: {readonly at: number; readonly message: string}): Sight {
	return {state: 'lost', since: before.state === 'lost' ? before.since : at, message};
}

/** Who reads further up stays where they are. */
function withLines(state: DashboardState, lines: readonly string[], missed: number): DashboardState {
	const all = [...state.log.lines, ...lines];
	const kept = all.length > keptLines ? all.slice(-keptLines) : all;
	const log: LogState = {...state.log, lines: kept, dropped: state.log.dropped + missed + all.length - kept.length};
	const {detail} = state.scroll;
	return {...state, log, scroll: detail === 0 ? state.scroll : {...state.scroll, detail: Math.min(detail + lines.length, kept.length)}};
}

/** What was known stays while nobody tells more; the next pod becomes the chosen row when it is there. */
function withWay(state: DashboardState, {key, way, waiting, failure, silent}: WayState): DashboardState {
	const before = state.way?.key === key ? state.way.way : undefined;
	const seen: DashboardState = {...state, way: {key, ...way ?? before ? {way: way ?? before} : {}, ...waiting === undefined ? {} : {waiting}, ...failure === undefined ? {} : {failure}, ...silent && {silent}}};
	const row = way && `${way.namespace}/${way.pod}`;
	return row === undefined || !state.nextPod || state.nextPod.row === row || state.chosen.workloads !== state.nextPod.row ? seen
		: {...seen, nextPod: {...state.nextPod, row}, chosen: {...state.chosen, workloads: row}};
}

function withoutDeed(state: DashboardState, subject: string): DashboardState {
	const {[subject]: _, ...acting} = state.acting;
	return {...state, acting};
}

function sorted(objects: readonly ApiObject[]): readonly ApiObject[] {
	const key = ({metadata}: ApiObject): string => `${metadata.namespace ?? ''}/${metadata.name}`;
	return [...objects].sort((a, b) => key(a) < key(b) ? -1 : 1);
}

/** They are read every few seconds, and change seldom. */
function sameFaults(before: readonly Fault[], after: readonly Fault[]): boolean {
	const key = ({component, kind, since}: Fault): string => `${component} ${kind} ${since}`;
	return before.length === after.length && after.every(fault => before.some(known => key(known) === key(fault)));
}
