/** What commander says of a command line, as one of our errors; and whether it only printed what was asked for. */
import type {CommanderError} from 'commander';
import {SingleKubeError} from '../errors.ts';
import {foreignCommandHint} from './foreign-commands.ts';
import {foreignHint} from './foreign-options.ts';

/** @returns undefined when help or the version was printed, as asked */
export function translateUsage(error: CommanderError): SingleKubeError | undefined {
	if (error.exitCode === 0) {
		return undefined;
	}

	const [message = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
	const code = error.code === 'commander.invalidArgument' ? 'OPTION_INVALID' : 'COMMAND_LINE_INVALID';
	const foreign = foreignHint(/^unknown option '(.*)'$/.exec(message)?.[1] ?? '') ?? foreignCommandHint(/^unknown command '(.*)'$/.exec(message)?.[1] ?? '');
	return new SingleKubeError(code, error.code === 'commander.help' ? 'a command is missing' : message, {
		hint: foreign ?? (suggestion ? suggestion.replace(/^\(|\)$/g, '') : 'single-kube --help shows every command, single-kube COMMAND --help its options'), cause: error,
	});
}

/** A path that was not given in full is looked for from the current folder; that may have been removed under the shell. */
export function translateLostFolder(error: unknown): unknown {
	return error instanceof Error && (error as NodeJS.ErrnoException).syscall === 'uv_cwd'
		? new SingleKubeError('OPTION_INVALID', 'a path was given that begins at the current folder, and that folder no longer exists', {
			seen: [error.message], hint: 'Go to one that exists (cd ~), or write the whole path: /home/me/bin', cause: error,
		}) : error;
}
