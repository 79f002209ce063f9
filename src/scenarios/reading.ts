/** YAML that is checked piece by piece, with the line of whatever does not fit. Pure. */
import {isMap, isNode, isScalar, LineCounter, parseDocument} from 'yaml';
import type {z} from 'zod';
import {messageOf, SingleKubeError} from '../errors.ts';
import {nearest} from '../nearest.ts';

type Path = ReadonlyArray<string | number>;

export class Reading {
	/** What the document says; undefined where it is no YAML. */
	readonly value: unknown;
	/** What does not fit, a line each, in the order in which it was found. */
	readonly wrong: string[] = [];
	readonly #document;
	readonly #lines = new LineCounter();

	constructor(text: string) {
		this.#document = parseDocument(text, {lineCounter: this.#lines, prettyErrors: false});
		for (const {message, pos} of this.#document.errors) {
			this.wrong.push(`line ${this.#lines.linePos(pos[0]).line}: ${message}`);
		}

		this.value = this.#document.errors.length === 0 ? this.#document.toJS() as unknown : undefined;
	}

	lineOf(path: Path): number {
		for (let length = path.length; length >= 0; length--) {
			const node: unknown = this.#document.getIn(path.slice(0, length), true);
			if (isNode(node) && node.range) {
				return this.#lines.linePos(node.range[0]).line;
			}
		}

		return 1;
	}

	misfit(path: Path, message: string): void {
		this.wrong.push(`line ${this.lineOf(path)}: ${message}`);
	}

	/** @returns undefined, and notes why, of what does not fit */
	check<T>(schema: z.ZodType<T>, value: unknown, path: Path): T | undefined {
		if (this.value === undefined) {
			return undefined;
		}

		const result = schema.safeParse(value);
		if (result.success) {
			return result.data;
		}

		const known = Object.keys((schema as unknown as {readonly shape?: object}).shape ?? {});
		for (const issue of result.error.issues) {
			const at = [...path, ...issue.path as Path];
			if (issue.code === 'unrecognized_keys') {
				for (const key of issue.keys) {
					this.#unknownKey(at, key, known);
				}
			} else {
				this.misfit(at, `${issue.path.length === 0 ? '' : `${issue.path.join('.')}: `}${issue.message.replace(/^Invalid (input|option|string): /, '')}`);
			}
		}

		return undefined;
	}

	/** The one key of `kinds` that a record has. @param what for a message: "a step" */
	kindOf<Kind extends string>(value: unknown, path: Path, kinds: readonly Kind[], what: string): Kind | undefined {
		const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
		const found = kinds.filter(kind => keys.includes(kind));
		if (found.length === 1) {
			return found[0];
		}

		const close = keys.map(key => ({key, near: nearest(key, kinds)})).find(({near}) => near !== undefined);
		if (found.length === 0 && close) {
			this.#unknownKey(path, close.key, kinds);
		} else {
			this.misfit(path, `${what} has one of ${kinds.join(', ')}; found ${found.length > 1 ? found.join(' and ') : keys.length > 0 ? keys.join(', ') : 'nothing of them'}`);
		}

		return undefined;
	}

	/** @returns undefined, and notes why, when it throws */
	async attempt<T>(path: Path, work: () => Promise<T>): Promise<T | undefined> {
		try {
			return await work();
		} catch (error) {
			this.misfit(path, `${messageOf(error)}${error instanceof SingleKubeError && error.hint !== undefined ? ` (${error.hint})` : ''}`);
			return undefined;
		}
	}

	#unknownKey(path: Path, key: string, known: readonly string[]): void {
		const map: unknown = this.#document.getIn(path, true) ?? this.#document.contents;
		const pair = isMap(map) ? map.items.find(item => isScalar(item.key) && item.key.value === key) : undefined;
		const line = isScalar(pair?.key) && pair.key.range ? this.#lines.linePos(pair.key.range[0]).line : this.lineOf(path);
		const close = nearest(key, known);
		this.wrong.push(`line ${line}: there is no key ${key}${close === undefined ? `; known: ${known.join(', ')}` : `; did you mean ${close}?`}`);
	}
}
