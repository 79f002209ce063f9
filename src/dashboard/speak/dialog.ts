/** A question, a menu, a prompt or the help, for somebody who listens: all of it when it opens, then what is another line. Pure. */
import {glyphsFor} from '../screen/glyphs.ts';
import {overlayOf} from '../screen/overlay.ts';
import {textOf} from '../screen/span.ts';
import type {DashboardState} from '../state.ts';

export function spokenDialog(before: DashboardState, after: DashboardState): string[] {
	if (before.dialog === after.dialog && before.filters === after.filters) {
		return [];
	}

	if (after.dialog?.kind === 'filter') {
		return [`filter: ${after.filters[after.dialog.pane]}`];
	}

	const [was, is] = [overlayOf(before), overlayOf(after)];
	if (!is) {
		return was ? ['closed'] : [];
	}

	const lines = is.lines.map(line => textOf(line));
	const opened = was?.title !== is.title || before.dialog?.kind !== after.dialog?.kind;
	const known = new Set(was?.lines.map(line => textOf(line)));
	const fresh = opened ? lines : lines.filter(line => !known.has(line));
	// Of a menu whose choice moved it is the chosen one; the one before has only lost its mark.
	const cursor = `${glyphsFor(after.facts.ascii).cursor} `;
	const chosen = opened ? [] : fresh.filter(line => line.startsWith(cursor));
	return [...opened ? [is.title] : [], ...(chosen.length > 0 ? chosen : fresh).map(line => spokenLine(line, cursor)).filter(line => line !== '')];
}

/** `[ Cancel ]   stop` is a question with two answers, of which the one in brackets is chosen. */
function spokenLine(line: string, cursor: string): string {
	const [, , chosen] = /^(\s*[^[\]]*)\[ (\w[^[\]]*) \]/.exec(line) ?? [];
	if (chosen !== undefined) {
		const other = line.replace(`[ ${chosen} ]`, '').trim();
		return `${chosen} is chosen${other === '' ? '' : `; Tab for ${other}`}, Enter does it, Escape leaves`;
	}

	return (line.startsWith(cursor) ? `chosen: ${line.slice(cursor.length)}` : line).trim().replaceAll(/\s{2,}/g, ', ');
}
