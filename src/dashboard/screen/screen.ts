/** A whole screen as a plain record: what the view draws, and what a golden frame shows. Pure. */
import {fit, fitLine} from '../format/cells.ts';
import {formatAge} from '../format/amounts.ts';
import {alwaysWatched} from '../kinds.ts';
import {logWords, showsLog} from '../log-view.ts';
import {roomOf, smallest, type Slot} from '../layout.ts';
import {chosenComponent, chosenObject} from '../rows.ts';
import {type ComponentTab, componentTabs, type DashboardState, objectTabs, panes, type Pane} from '../state.ts';
import {layoutFor} from '../wanted.ts';
import {bannerLines} from './banner.ts';
import {componentsPane} from './components.ts';
import {detailPane} from './detail.ts';
import {eventsPane} from './events.ts';
import {footerLine} from './footer.ts';
import {type Glyphs, glyphsFor} from './glyphs.ts';
import {headerLine, healthOf} from './header.ts';
import {type Overlay, overlayOf} from './overlay.ts';
import type {Line, Span} from './span.ts';
import {workloadsPane} from './workloads.ts';

/** Every line is as wide as its place. */
export type Screen = {
	readonly columns: number;
	readonly rows: number;
	readonly header: Line;
	/** What is broken on purpose. */
	readonly banner: readonly Line[];
	/** Beside each other, each with its panes' lines from top to bottom. */
	readonly body: ReadonlyArray<{readonly width: number; readonly lines: readonly Line[]}>;
	/** Between two columns. */
	readonly divider: string;
	readonly footer: Line;
	readonly overlay: Overlay | undefined;
};

export function screenOf(state: DashboardState): Screen {
	const {size: {columns, rows}} = state;
	const layout = layoutFor(state);
	const glyphs = glyphsFor(state.facts.ascii);
	const fitted = (line: Line, width: number): Line => fitLine(line, width, glyphs.more);
	if (layout.kind === 'line') {
		return {columns, rows, header: fitted(smallLine(state), columns), banner: [], body: [], divider: '', footer: [], overlay: undefined};
	}

	return {
		columns, rows, divider: glyphs.divider, overlay: overlayOf(state),
		header: fitted(headerLine(state, columns), columns), banner: bannerLines(state, columns).map(line => fitted(line, columns)), footer: fitted(footerLine(state, columns), columns),
		body: layout.columns.map(({width, slots}) => ({width, lines: slots.flatMap(slot => {
			const lines = [titleOf(slot, state, width, glyphs), ...contentOf(slot.shown, state, width, roomOf(layout, slot.shown))];
			return Array.from({length: slot.height}, (_, index) => fitted(lines[index] ?? [], width));
		})})),
	};
}

function contentOf(pane: Pane, state: DashboardState, width: number, room: number): Line[] {
	switch (pane) {
		case 'components': {
			return componentsPane(state, width, room);
		}

		case 'workloads': {
			return workloadsPane(state, width, room);
		}

		case 'detail': {
			return detailPane(state, width, room);
		}

		case 'events': {
			return eventsPane(state, room);
		}
	}
}

/** `━━ 1 Components ━━━━━`, and the tabs where panes share a place or have some of their own. */
function titleOf({panes: sharing, shown}: Slot, state: DashboardState, width: number, glyphs: Glyphs): Line {
	const focused = state.focus === shown;
	const rule = focused ? glyphs.strongRule : glyphs.rule;
	const spans: Span[] = [{text: `${rule}${rule}`, tone: focused ? 'accent' : 'dim'}];
	for (const pane of sharing) {
		const name = `${panes.indexOf(pane) + 1} ${nameOf(pane, pane === shown && sharing.length < panes.length ? state : undefined)}`;
		spans.push(pane === shown ? {text: sharing.length > 1 ? ` [${name}]` : ` ${name}`, tone: focused ? 'accent' : 'strong'} : {text: ` ${name}`, tone: 'dim'});
	}

	spans.push(...staleness(shown, state), ...tabsOf(shown, state), {text: ' '});
	const filter = state.filters[shown];
	if (filter !== '') {
		spans.push({text: `/${filter} `, tone: 'warn'});
	}

	return fitLine([...spans, {text: rule.repeat(width), tone: focused ? 'accent' : 'dim'}], width, rule);
}

/** The details are named after what they are about, where there is room for that. */
function nameOf(pane: Pane, state: DashboardState | undefined): string {
	const subject = pane === 'detail' && state ? (state.list === 'components' ? chosenComponent(state)?.id : chosenObject(state)?.metadata.name) : undefined;
	return subject === undefined ? {components: 'Components', workloads: 'Workloads', detail: 'Detail', events: 'Events'}[pane] : fit(subject, Math.min(subject.length, longestSubject), glyphsFor(state!.facts.ascii).more);
}

/** So that the tabs stay in view. */
const longestSubject = 24;

function tabsOf(pane: Pane, state: DashboardState): Span[] {
	switch (pane) {
		case 'workloads': {
			// The others are in the menu of kinds; each has its place here while it is shown.
			return tabs(alwaysWatched.includes(state.kind) ? alwaysWatched : [...alwaysWatched, state.kind], state.kind);
		}

		case 'detail': {
			const more = showsLog(state) ? logWords(state) : [];
			return state.list === 'components' ? tabs(componentTabs.map(tab => shortTab(tab)), shortTab(state.componentTab), more) : tabs(objectTabs, state.objectTab, more);
		}

		case 'components':
		case 'events': {
			return [];
		}
	}
}

/** So that all of them are in view on 120 columns. */
function shortTab(tab: ComponentTab): string {
	return tab === 'environment' ? 'env' : tab;
}

/** @param more said of the chosen one, in its brackets */
function tabs(names: readonly string[], chosen: string, more: readonly string[] = []): Span[] {
	return [{text: ':', tone: 'dim'}, ...names.map((name): Span => name === chosen ? {text: ` [${[name, ...more].join(' ')}]`, tone: 'strong'} : {text: ` ${name}`, tone: 'dim'})];
}

/** What is old is never shown as if it were new. */
function staleness(pane: Pane, {engine, api, now}: DashboardState): Span[] {
	const sight = pane === 'workloads' ? api : pane === 'components' ? engine : undefined;
	return sight?.state === 'lost' ? [{text: ` as of ${formatAge(now - sight.since)} ago`, tone: 'bad'}] : [];
}

function smallLine(state: DashboardState): Line {
	return [{text: `${state.facts.cluster}: `}, healthOf(state), {text: `, ${smallest.columns}x${smallest.rows} for more; q quits`, tone: 'dim'}];
}
