import type {Screen} from '../screen/screen.ts';
import {Box, h, type ReactElement} from './ink.ts';
import {LineView, Lines} from './lines.ts';
import {OverlayView} from './overlay-view.ts';

/** A screen, drawn: header, panes beside and below each other, footer, and what stands over them. */
export function ScreenView({screen, ascii}: {readonly screen: Screen; readonly ascii: boolean}): ReactElement {
	const {columns, rows, header, banner, body, divider, footer, overlay} = screen;
	if (body.length === 0) {
		return h(LineView, {line: header});
	}

	return h(Box, {flexDirection: 'column', width: columns, height: rows},
		h(LineView, {line: header}),
		...banner.map((line, index) => h(LineView, {key: `banner-${index}`, line})),
		h(Box, {flexDirection: 'row', height: rows - 2 - banner.length},
			...body.flatMap(({width, lines}, index) => [
				...index === 0 ? [] : [h(Lines, {key: `divider-${index}`, width: 1, lines: lines.map(() => [{text: divider, tone: 'dim' as const}])})],
				h(Lines, {key: index, width, lines}),
			])),
		h(LineView, {line: footer}),
		overlay && h(OverlayView, {overlay, columns, rows, ascii}));
}
