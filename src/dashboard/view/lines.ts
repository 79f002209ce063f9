import type {Line} from '../screen/span.ts';
import {Box, h, memo, type ReactElement, Text, useContext} from './ink.ts';
import {ThemeContext} from './theme.ts';

/** One line, already as wide as its place; drawn anew only when it says something else. */
export const LineView = memo(function LineView({line}: {readonly line: Line}): ReactElement {
	const theme = useContext(ThemeContext);
	return h(Text, {wrap: 'truncate-end'}, ...line.map(({text, tone}, index) => tone === undefined ? text : h(Text, {key: index, ...theme[tone]}, text)));
}, (before, after) => sameLine(before.line, after.line));

/** Lines below each other. */
export function Lines({lines, width}: {readonly lines: readonly Line[]; readonly width: number}): ReactElement {
	return h(Box, {flexDirection: 'column', width, flexShrink: 0}, ...lines.map((line, index) => h(LineView, {key: index, line})));
}

function sameLine(before: Line, after: Line): boolean {
	return before === after || (before.length === after.length && before.every(({text, tone}, index) => after[index]!.text === text && after[index]!.tone === tone));
}
