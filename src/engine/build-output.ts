/** What a builder prints, as the engine's API streams it: a JSON message a line. Pure. */
import {stripVTControlCharacters} from 'node:util';

export type BuildProgress = {readonly step: number; readonly steps: number; readonly line: string};

type Message = {readonly stream?: string; readonly error?: string; readonly errorDetail?: {readonly message?: string}};

/**
 * The lines of a build, each with the step of the Dockerfile that it belongs to (both 0 before the first).
 *
 * @param chunks the answer's body; a message may be cut anywhere
 * @throws Error with the builder's message, which was the last line, when a step failed; Error when the answer breaks off
 */
export async function * readBuildOutput(chunks: AsyncIterable<Buffer | string>): AsyncGenerator<BuildProgress> {
	let step = 0;
	let steps = 0;
	for await (const {stream = '', error, errorDetail} of readMessages<Message>(chunks)) {
		if (error !== undefined) {
			const line = errorDetail?.message ?? error;
			yield {step, steps, line};
			throw new Error(line);
		}

		for (const line of stripVTControlCharacters(stream).split(/[\r\n]+/).filter(part => part.trim() !== '')) {
			const match = /^Step (\d+)\/(\d+) : /.exec(line);
			step = match ? Number(match[1]) : step;
			steps = match ? Number(match[2]) : steps;
			yield {step, steps, line};
		}
	}
}

/**
 * The JSON messages of an answer, one a line. Not by readline: what goes wrong with its input is lost in there.
 *
 * @throws Error when the answer breaks off in the middle of one
 */
export async function * readMessages<T>(chunks: AsyncIterable<Buffer | string>): AsyncGenerator<T> {
	const decoder = new TextDecoder();
	let rest = '';
	for await (const chunk of chunks) {
		const lines = (rest + (typeof chunk === 'string' ? chunk : decoder.decode(chunk, {stream: true}))).split('\n');
		rest = lines.pop()!;
		yield * lines.filter(line => line.trim() !== '').map(line => parse<T>(line));
	}

	if (rest.trim() !== '') {
		yield parse<T>(rest);
	}
}

function parse<T>(line: string): T {
	try {
		return JSON.parse(line) as T;
	} catch (error) {
		throw new Error(`the engine's answer broke off: ${line.slice(0, 200)}`, {cause: error});
	}
}
