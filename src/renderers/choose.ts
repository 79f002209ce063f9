/** Which renderer shows progress, and the one function that runs it. */
import type {EventQueue, TimedEvent} from '../events.ts';
import {usesUtf8} from './character-set.ts';
import {renderJson} from './json.ts';
import {renderPlain} from './plain.ts';
import {renderQuiet} from './quiet.ts';
import {startTty} from './tty.ts';

export const progressModes = ['auto', 'tty', 'plain', 'json', 'quiet'] as const;
/** How progress is shown; `auto` looks at the stream. */
export type ProgressMode = (typeof progressModes)[number];

/** A stream that progress is written to: process.stderr, or a list in a test. */
export type Output = {
	write: (text: string) => unknown;
	readonly isTTY?: boolean;
	readonly columns?: number;
};

/** Where and how progress is shown. */
export type ProgressOptions = {
	readonly mode?: ProgressMode;
	readonly output?: Output;
	readonly env?: Readonly<Record<string, string | undefined>>;
	readonly color?: boolean;
	/** Each operation gets a line, with the reason for it. */
	readonly verbose?: boolean;
};

/** Progress that is being shown. */
export type Progress = {
	/** Resolves when the queue has ended and everything is shown. */
	readonly finished: Promise<void>;
	/** Take the live lines away while something else writes to the terminal, e.g. a question. */
	readonly suspend: <T>(work: () => Promise<T>) => Promise<T>;
};

/** Show what comes out of a queue, on standard error unless told otherwise, until the queue ends. */
export function showProgress(queue: EventQueue, options: ProgressOptions = {}): Progress {
	const {output = process.stderr, env = process.env} = options;
	const settings = {output, verbose: options.verbose ?? false, color: useColor(output, env, options.color), unicode: usesUtf8(env)};
	switch (chooseMode(options.mode ?? 'auto', output, env)) {
		case 'tty': {
			return startTty(queue, settings);
		}

		case 'plain': {
			return streaming(renderPlain(queue, settings));
		}

		case 'json': {
			return streaming(renderJson(queue, settings));
		}

		case 'quiet': {
			return streaming(renderQuiet(queue, settings));
		}
	}
}

/** What all renderers get. */
export type RenderSettings = {readonly output: Output; readonly verbose: boolean; readonly color: boolean; /** Whether marks may be other than ASCII. */ readonly unicode: boolean};
export type Events = AsyncIterable<TimedEvent>;

/** Live lines need a terminal that can move its cursor; CI systems keep every redraw in their logs. */
export function chooseMode(mode: ProgressMode, output: Output, env: Readonly<Record<string, string | undefined>>): Exclude<ProgressMode, 'auto'> {
	const live = output.isTTY === true && env['TERM'] !== 'dumb' && ['', 'false', '0', undefined].includes(env['CI']);
	if (mode === 'auto' || mode === 'tty') {
		return live ? 'tty' : 'plain';
	}

	return mode;
}

/** https://no-color.org: set and not empty means none. */
export function useColor(output: Output, env: Readonly<Record<string, string | undefined>>, wanted?: boolean): boolean {
	return wanted !== false && output.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
}

function streaming(finished: Promise<void>): Progress {
	return {finished, suspend: async work => work()};
}
