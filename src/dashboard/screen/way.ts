/** The way of a pod through the cluster: a line for each step with its time, then what was done at each. Pure. */
import {formatDuration, formatSince} from '../../follow/format.ts';
import type {Step, Way} from '../../follow/way.ts';
import {formatAge} from '../format/amounts.ts';
import {cellsOf, fit, plainText, wrap} from '../format/cells.ts';
import type {DashboardState} from '../state.ts';
import {nextPodWanted} from '../wanted.ts';
import {type Glyphs, glyphsFor} from './glyphs.ts';
import type {Line, Span, Tone} from './span.ts';

/** From so many cells on it is said whose work a step is, and drawn how long it took. */
const wideEnough = 52;
const barFrom = 66;

/** @param width cells of a line */
export function wayLines(state: DashboardState, width: number): Line[] {
	const {way, kind, api, now, facts} = state;
	if (kind !== 'pods' && !nextPodWanted(state)) {
		return [[{text: 'Only pods have a way: f follows the next one', tone: 'dim'}]];
	}

	if (way?.way === undefined) {
		return [[{text: way?.failure ?? way?.waiting ?? (nextPodWanted(state) ? 'Waiting for the next pod' : 'Asking everybody who knows of it'), tone: way?.failure === undefined ? 'dim' : 'bad'}]];
	}

	const glyphs = glyphsFor(facts.ascii);
	const clean = (text: string): string => plainText(text, facts.ascii);
	const longest = Math.max(1, ...way.way.steps.map(({took = 0}) => took));
	return [
		headLine(way.way, now),
		...api.state === 'lost' ? [[{text: `As of ${formatAge(now - api.since)} ago: the apiserver does not answer`, tone: 'bad'} as const]] : [],
		...way.way.waiting ? wrap(clean(`It ${way.way.waiting.text}`), Math.max(20, width)).map((text): Line => [{text, tone: way.way!.state === 'failed' ? 'bad' : 'warn'}]) : [],
		...way.way.steps.map(step => stepLine(step, {width, longest, glyphs})),
		[],
		...way.way.steps.filter(step => step.state !== 'open').flatMap(step => explained(step, width, clean)),
		...Object.keys(way.silent ?? {}).map((source): Line => [{text: clean(`Nothing is heard of ${source}: ${way.silent![source]}`), tone: 'dim'}]),
	];
}

function headLine({namespace, pod, state, steps, waiting}: Way, now: number): Line {
	const last = steps.findLast(step => step.state === 'done');
	const after = last?.since === undefined ? '' : ` after ${last.exact ? '' : 'about '}${formatDuration(last.since, last.exact)}`;
	const says: Readonly<Record<Way['state'], Span>> = {
		ready: {text: `ready${after}`, tone: 'good'}, gone: {text: `gone${after}`, tone: 'dim'}, failed: {text: 'does not go on', tone: 'bad'},
		running: {text: waiting?.since === undefined ? 'on its way' : `on its way; nothing new for ${formatAge(now - waiting.since)}`, tone: 'warn'},
	};
	return [{text: `${namespace}/${pod}: `, tone: 'accent'}, says[state]];
}

function stepLine(step: Step, {width, longest, glyphs}: {readonly width: number; readonly longest: number; readonly glyphs: Glyphs}): Line {
	const {state, who, took, exact} = step;
	const [glyph, tone] = marks(glyphs)[state];
	// A glyph alone says nothing: what has no time has a word there.
	const when = {done: formatSince(step), now: 'now', failed: 'failed', open: 'later'}[state];
	const took_ = state === 'done' && took !== undefined && took >= 0.05 ? formatDuration(took, exact) : '';
	const bar = width < barFrom || took === undefined || !exact ? '' : glyphs.strongRule.repeat(Math.round(took / longest * (width - barFrom + 11)));
	return [
		{text: `${glyph} `, tone}, {text: `${when.padStart(9)} `, ...state === 'done' ? {} : {tone}},
		...width < wideEnough ? [] : [{text: `${fit(who, 15, glyphs.more)} `, tone: 'dim' as const}],
		{text: fit(step.title, 18, glyphs.more), ...state === 'done' ? {} : {tone}},
		{text: took_.padStart(7)}, {text: bar === '' ? '' : ` ${bar}`, tone: 'accent'},
	];
}

function marks(glyphs: Glyphs): Readonly<Record<Step['state'], readonly [glyph: string, tone: Tone]>> {
	return {done: [glyphs.done, 'good'], now: [glyphs.changing, 'warn'], failed: [glyphs.dead, 'bad'], open: [glyphs.stopped, 'dim']};
}

/** What was done, for who learns, and each call of the kubelet. */
function explained({who, title, state, says, failure, details}: Step, width: number, clean: (text: string) => string): Line[] {
	const indent = (text: string, cells: number, tone?: Tone): Line[] => wrap(clean(text), Math.max(20, width - cells)).map(part => [{text: `${' '.repeat(cells)}${part}`, ...tone && {tone}}]);
	return [
		[{text: `${state === 'failed' ? 'not ' : ''}${title}`, tone: 'accent'}, {text: `  ${who}`, tone: 'dim'}],
		...indent(failure ?? says, 2, failure === undefined ? undefined : 'bad'),
		...details.flatMap(({text, milliseconds}): Line[] => {
			const took = milliseconds === undefined ? '' : formatDuration(milliseconds, true).padStart(8);
			const line = clean(`${took}${took === '' ? '' : '  '}${text}`);
			return cellsOf(line) + 4 <= width ? [[{text: `    ${line}`, tone: 'dim'}]] : indent(line, 4, 'dim');
		}),
	];
}
