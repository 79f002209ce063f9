import {fitLine} from '../format/cells.ts';
import type {Overlay} from '../screen/overlay.ts';
import type {Line} from '../screen/span.ts';
import {Box, h, type ReactElement} from './ink.ts';
import {LineView} from './lines.ts';

export type OverlayProps = {readonly overlay: Overlay; readonly columns: number; readonly rows: number; readonly ascii: boolean};

/** A box in the middle of the screen, over what is there. */
export function OverlayView({overlay: {title, width, lines}, columns, rows, ascii}: OverlayProps): ReactElement {
	const [horizontal, vertical, corners] = ascii ? ['-', '|', '++++'] : ['─', '│', '╭╮╰╯'];
	const edge = (text: string, left: string, right: string): Line => [{text: left + text + horizontal!.repeat(Math.max(0, width + 2 - text.length)) + right, tone: 'accent'}];
	const [topLeft, topRight, bottomLeft, bottomRight] = [...corners!] as [string, string, string, string];
	const boxed: readonly Line[] = [
		edge(` ${title} `, topLeft, topRight),
		...lines.map((line): Line => [{text: `${vertical} `, tone: 'accent'}, ...fitLine(line, width, ''), {text: ` ${vertical}`, tone: 'accent'}]),
		edge('', bottomLeft, bottomRight),
	];
	return h(Box, {position: 'absolute', flexDirection: 'column', marginLeft: Math.max(0, Math.floor((columns - width - 4) / 2)), marginTop: Math.max(0, Math.floor((rows - boxed.length) / 2))},
		...boxed.map((line, index) => h(LineView, {key: index, line})));
}
