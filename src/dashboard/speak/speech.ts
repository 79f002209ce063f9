/** Says what changes, as lines that stay: nothing that was said is taken back or drawn again. */
import type {Frames} from '../frames.ts';
import {spokenChanges} from './changes.ts';
import {readPane} from './pane.ts';

export type Speech = {
	/** The present pane, whole. */
	readonly read: () => void;
	/** While something else has the terminal; what changes meanwhile is said afterwards. */
	readonly silently: (work: () => Promise<void>) => Promise<void>;
};

/** @param write takes whole lines */
export function createSpeech(frames: Pick<Frames, 'state' | 'onSettled'>, write: (text: string) => void): Speech {
	let said = frames.state();
	let silent = false;
	const say = (lines: readonly string[]): void => {
		if (lines.length > 0) {
			write(lines.map(line => `${line}\n`).join(''));
		}
	};

	frames.onSettled(state => {
		if (!silent) {
			const lines = spokenChanges(said, state);
			said = state;
			say(lines);
		}
	});
	return {
		read() {
			say(readPane(frames.state()));
		},
		async silently(work) {
			silent = true;
			try {
				await work();
			} finally {
				silent = false;
			}
		},
	};
}
