/** The pane of events: what the engine says of components and what Kubernetes says of objects, in one order, the newest last. Pure. */
import type {KubernetesEvent} from '../../diagnosis/objects.ts';
import {formatAge} from '../format/amounts.ts';
import {fit, plainText} from '../format/cells.ts';
import {matches} from '../rows.ts';
import type {DashboardState} from '../state.ts';
import {glyphsFor} from './glyphs.ts';
import {type Line, textOf, type Tone} from './span.ts';
import {clamp, highestScroll} from './window.ts';

type Told = {readonly at: number; readonly subject: string; readonly said: string; readonly tone?: Tone};

/** @param room lines of the pane without its title */
export function eventsPane(state: DashboardState, room: number): Line[] {
	const all = eventLines(state);
	const end = all.length - clamp(state.scroll.events, 0, highestScroll(all.length, room));
	return all.length === 0 ? [[{text: '  Nothing has happened yet', tone: 'dim'}]] : all.slice(Math.max(0, end - room), end);
}

export function eventLines(state: DashboardState): Line[] {
	const told = [...state.engineEvents.map(({at, action, component}): Told => ({at, subject: component, ...wordsFor(action)})), ...state.kubernetesEvents.map(event => fromKubernetes(event))];
	const {more} = glyphsFor(state.facts.ascii);
	return told.sort((a, b) => a.at - b.at).map(({at, subject, said, tone}): Line => [
		{text: `${formatAge(state.now - at).padStart(4)} `, tone: 'dim'},
		{text: `${fit(plainText(subject, state.facts.ascii), 26, more)} `, tone: 'accent'},
		{text: plainText(said, state.facts.ascii), ...tone && {tone}},
	]).filter(line => matches(textOf(line), state.filters.events));
}

function wordsFor(action: string): {readonly said: string; readonly tone?: Tone} {
	switch (action) {
		case 'start': {
			return {said: 'started', tone: 'good'};
		}

		case 'die': {
			return {said: 'ended', tone: 'bad'};
		}

		case 'stop': {
			return {said: 'was stopped on purpose', tone: 'warn'};
		}

		case 'pause': {
			return {said: 'was paused', tone: 'warn'};
		}

		case 'unpause': {
			return {said: 'goes on', tone: 'good'};
		}

		case 'oom': {
			return {said: 'ran out of memory', tone: 'bad'};
		}

		case 'create': {
			return {said: 'was created'};
		}

		case 'destroy': {
			return {said: 'was removed', tone: 'warn'};
		}

		default: {
			return {said: action};
		}
	}
}

function fromKubernetes(event: KubernetesEvent): Told {
	const {involvedObject: {kind = '', name = ''} = {}, reason = '', message = '', type} = event;
	return {at: timeOf(event), subject: `${kind.toLowerCase()}/${name}`, said: `${reason}: ${message.replaceAll(/\s+/g, ' ')}`, ...type === 'Warning' && {tone: 'warn'}};
}

/** When it happened last; events of new clients have only `eventTime` ("Event v1", Kubernetes API reference). */
export function timeOf({metadata, lastTimestamp, eventTime}: KubernetesEvent): number {
	return Date.parse(lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? '') || 0;
}
