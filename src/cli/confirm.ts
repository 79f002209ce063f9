/** Questions on a terminal: before packages are installed, before much is taken away. */
import {createInterface} from 'node:readline/promises';
import {SingleKubeError} from '../errors.ts';
import type {Progress} from '../renderers/choose.ts';
import type {Flags} from './invocation.ts';

/** @returns undefined where nobody can answer or the answer was given with --yes: then the work goes on unasked */
export function confirmOnTerminal({yes, input}: Flags, progress: Progress): ((question: string) => Promise<boolean>) | undefined {
	if (yes || !process.stdin.isTTY || !process.stdout.isTTY) {
		return undefined;
	}

	if (input === false) {
		return async question => {
			throw new SingleKubeError('COMMAND_LINE_INVALID', `--no-input forbids to ask: ${question}`, {hint: 'Answer beforehand: --yes, or --no-install'});
		};
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

/**
 * For what cannot be undone: an empty answer is no. Where nobody can answer, who wrote the command meant it.
 *
 * @param what the command, for the error
 * @throws SingleKubeError COMMAND_LINE_INVALID with --no-input, where it would have to be asked
 */
export async function askNo({yes, input}: Flags, question: string, what: string): Promise<boolean> {
	if (yes || !process.stdin.isTTY || !process.stderr.isTTY) {
		return true;
	}

	if (input === false) {
		throw new SingleKubeError('COMMAND_LINE_INVALID', `${what} has to be confirmed, and --no-input forbids to ask`, {hint: `single-kube ${what} --yes`});
	}

	const terminal = createInterface({input: process.stdin, output: process.stderr});
	try {
		const answer = await terminal.question(`${question} [y/N] `);
		return answer.trim() !== '' && isYes(answer);
	} finally {
		terminal.close();
	}
}

/** An empty answer is yes. */
export function isYes(answer: string): boolean {
	return /^(y|yes|)$/i.test(answer.trim());
}
