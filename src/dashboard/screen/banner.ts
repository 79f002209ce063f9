/** What is broken on purpose, always in view: since when, and what to expect of it. Pure. */
import {expectFault} from '../../faults/expect.ts';
import type {Fault} from '../../faults/fault.ts';
import {stateInWords} from '../../faults/words.ts';
import {bannerHeight} from '../banner-height.ts';
import {formatAge} from '../format/amounts.ts';
import {cellsOf, fit, plainText} from '../format/cells.ts';
import {withoutIt} from '../rows.ts';
import type {DashboardState} from '../state.ts';
import {glyphsFor} from './glyphs.ts';
import type {Line} from './span.ts';

/** A line a fault, the newest first; the last line counts those that there is no room for. */
export function bannerLines(state: DashboardState, width: number): Line[] {
	const {faults} = state;
	const height = bannerHeight(state);
	const newest = [...faults].reverse();
	const shown = faults.length > height ? newest.slice(0, height - 1) : newest;
	const lines = shown.map((fault, index) => faultLine(fault, state, width, index === 0));
	return faults.length > height
		? [...lines, [{text: ` ! ${height === 1 ? `${faults.length} faults` : `and ${faults.length - shown.length} more`}: `, tone: 'bad'}, {text: newest.slice(shown.length).map(fault => `${fault.component} ${stateInWords(fault)}`).join(', '), tone: 'warn'}]]
		: lines;
}

/** The key stands at the end of the first, whatever is cut. */
function faultLine(fault: Fault, state: DashboardState, width: number, first: boolean): Line {
	const {now, facts} = state;
	const key = first && !facts.readOnly ? '  u undoes ' : '';
	const what = ` ! ${fault.component} ${plainText(stateInWords(fault), facts.ascii)}`;
	const age = ` ${formatAge(now - fault.since)} ago${fault.until === undefined ? '' : `, ${formatAge(fault.until - now)} left`}: `;
	const expected = plainText(expectFault(fault.component, fault, withoutIt(state, fault.component)), facts.ascii).replaceAll('\n', ' ');
	const room = Math.max(0, width - cellsOf(what) - cellsOf(age) - key.length);
	return [{text: what, tone: 'bad'}, {text: age, tone: 'warn'}, {text: fit(expected, room, glyphsFor(facts.ascii).more)}, {text: key, tone: 'accent'}];
}
