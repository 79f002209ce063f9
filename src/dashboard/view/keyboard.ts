/** From what ink read to the names of keys that keys/ knows. */
import {type Key} from './ink.ts';

/** @param input as ink gives it: one key, or several when they came at once, as with a paste @returns `k`, `up`, `ctrl+k`, `shift+tab`, each a key */
export function keysOf(input: string, key: Partial<Key>): readonly string[] {
	const named = ([
		['upArrow', 'up'], ['downArrow', 'down'], ['leftArrow', 'left'], ['rightArrow', 'right'], ['pageUp', 'pageup'], ['pageDown', 'pagedown'],
		['home', 'home'], ['end', 'end'], ['return', 'enter'], ['escape', 'escape'], ['backspace', 'backspace'],
		// Most terminals send DEL for the key that takes the last character away.
		['delete', 'backspace'],
	] as const).find(([field]) => key[field])?.[1];
	if (named !== undefined) {
		return [named];
	}

	if (key.tab) {
		return [key.shift ? 'shift+tab' : 'tab'];
	}

	if (key.ctrl) {
		return input === '' ? [] : [`ctrl+${input}`];
	}

	return key.meta ? [] : [...input].map(character => nameOf(character));
}

/** Of keys that came so close together that ink took them for one text. */
function nameOf(character: string): string {
	switch (character) {
		case '\r':
		case '\n': {
			return 'enter';
		}

		case '\t': {
			return 'tab';
		}

		case '\b':
		case '\u007F': {
			return 'backspace';
		}

		default: {
			// Ctrl-A is 1, and so on.
			return character < ' ' ? `ctrl+${String.fromCodePoint(character.codePointAt(0)! + 96)}` : character;
		}
	}
}
