/** What an engine says of a container or of itself, without what lets somebody in. Pure. */
import {redactArgument, redactText, redactVariable} from '../component-config/redact.ts';

/** @returns JSON, indented; variables, arguments and texts in it as `config show` has them */
export function redactRecord(record: unknown): string {
	return `${JSON.stringify(record, (_key, value: unknown) => typeof value === 'string' ? redactString(value) : value, 2)}\n`;
}

function redactString(text: string): string {
	const [, name, value] = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(text) ?? [];
	return name !== undefined ? `${name}=${redactVariable(name, value!)}` : text.startsWith('-') && !text.startsWith('-----') ? redactArgument(text) : redactText(text);
}

/** `--token=abc` in the middle of a line, as programs log their own flags. */
const flagInText = /(?<=\s|^|"|'|\[)--?[\w.-]+=(?:"[^"]*"|'[^']*'|[^\s,\]"']+)/gm;

/** A log, line by line: what a program said of itself may have a token in it. */
export function redactLog(lines: readonly string[]): string {
	// In parts: a key that was logged has many lines, and a pattern over megabytes takes long.
	const parts: string[] = [];
	for (let at = 0; at < lines.length; at += together) {
		parts.push(redactText(lines.slice(at, at + together).join('\n').replaceAll(flagInText, flag => redactArgument(flag))));
	}

	return parts.length === 0 ? '' : `${parts.join('\n')}\n`;
}

const together = 1000;
