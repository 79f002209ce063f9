/** Text with a meaning, from which the view makes colours. Pure. */

/** Never all that tells two things apart: the text does that too. */
export type Tone = 'dim' | 'strong' | 'good' | 'warn' | 'bad' | 'accent' | 'chosen' | 'chosen-aside';

export type Span = {readonly text: string; readonly tone?: Tone};
export type Line = readonly Span[];

export function span(text: string, tone?: Tone): Span {
	return tone === undefined ? {text} : {text, tone};
}

/** The text without its tones. */
export function textOf(line: Line): string {
	return line.map(({text}) => text).join('');
}
