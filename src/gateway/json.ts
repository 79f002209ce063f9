/** JSON as the engine's Go code reads it: 64-bit integers stay what they are, keys match without regard to case. */
import {randomBytes} from 'node:crypto';
import {Refusal} from './refusal.ts';

export type JsonObject = {[key: string]: unknown};

/**
 * Parse an object without losing integers beyond 2^53 (limits like 9223372036854775807 are common in inspect).
 *
 * @throws Refusal with `status` when it is not JSON or not an object
 */
export function parseObject(text: string, status = 400): JsonObject {
	let value: unknown;
	try {
		value = JSON.parse(text.replace(bigOrString, match => (match.startsWith('"') ? match : `"${mark}${match}"`)));
	} catch (error) {
		throw new Refusal(status, `invalid JSON: ${error instanceof Error ? error.message : String(error)}`);
	}

	if (!isObject(value)) {
		throw new Refusal(status, 'invalid JSON: an object was expected');
	}

	return value;
}

/** The text of a value from `parseObject`, its long integers restored. */
export const stringify = (value: unknown): string => JSON.stringify(value).replace(marked, '$1');

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Give keys that Go would accept for one of `names` that name's spelling, in place.
 *
 * @throws Refusal 400 when two keys mean the same name: Go would take the last or merge them, and so decide behind our back
 */
export function canonicalise(object: JsonObject, names: readonly string[]): void {
	const spelling = new Map(names.map(name => [fold(name), name]));
	const seen = new Set<string>();
	for (const key of Object.keys(object)) {
		const name = spelling.get(fold(key));
		if (name === undefined) {
			continue;
		}

		if (seen.has(name)) {
			throw new Refusal(400, `invalid JSON: "${name}" is given more than once`);
		}

		seen.add(name);
		if (key !== name) {
			object[name] = object[key];
			delete object[key];
		}
	}
}

// encoding/json folds the Kelvin sign to k and the long s to s.
const fold = (key: string): string => key.replaceAll('\u{212A}', 'k').replaceAll('\u{17F}', 's').toLowerCase();

// A client cannot know the mark, so no string of its own can pose as a number.
const mark = `sk-${randomBytes(12).toString('hex')}:`;
const marked = new RegExp(`"${mark}(-?\\d+)"`, 'g');
const bigOrString = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;
