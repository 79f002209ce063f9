/** The question before packages are installed. */
import {createInterface} from 'node:readline/promises';
import type {Progress} from '../renderers/choose.ts';
import type {Flags} from './invocation.ts';

/** @returns undefined where nobody can answer or the answer was given with --yes: then the work goes on unasked */
export function confirmOnTerminal({yes}: Flags, progress: Progress): ((question: string) => Promise<boolean>) | undefined {
	if (yes || !process.stdin.isTTY || !process.stdout.isTTY) {
		return undefined;
	}

	return async question => progress.suspend(async () => {
		const terminal = createInterface({input: process.stdin, output: process.stderr});
		try {
			return isYes(await terminal.question(`${question} [Y/n] `));
		} finally {
			terminal.close();
		}
	});
}

/** An empty answer is yes. */
export function isYes(answer: string): boolean {
	return /^(y|yes|)$/i.test(answer.trim());
}
