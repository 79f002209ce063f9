/** What a tone looks like. Without colour there is no style at all: nothing is told by it alone. */
import type {Tone} from '../screen/span.ts';
import {createContext, type TextProps} from './ink.ts';

export type Theme = Readonly<Record<Tone, Omit<TextProps, 'children'>>>;

const colourful: Theme = {
	dim: {dimColor: true},
	strong: {bold: true},
	good: {color: 'green'},
	warn: {color: 'yellow'},
	bad: {color: 'red', bold: true},
	accent: {color: 'cyan'},
	chosen: {inverse: true},
	'chosen-aside': {bold: true},
};

const colourless: Theme = {dim: {}, strong: {}, good: {}, warn: {}, bad: {}, accent: {}, chosen: {}, 'chosen-aside': {}};

export function themeFor(color: boolean): Theme {
	return color ? colourful : colourless;
}

export const ThemeContext = createContext<Theme>(colourless);
