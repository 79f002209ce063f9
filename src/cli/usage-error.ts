/** What commander says of a command line, as one of our errors; and whether it only printed what was asked for. */
import type {CommanderError} from 'commander';
import {SingleKubeError} from '../errors.ts';
import {foreignHint} from './foreign-options.ts';

/** @returns undefined when help or the version was printed, as asked */
export function translateUsage(error: CommanderError): SingleKubeError | undefined {
	if (error.exitCode === 0) {
		return undefined;
	}

	const [message = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
	const code = error.code === 'commander.invalidArgument' ? 'OPTION_INVALID' : 'COMMAND_LINE_INVALID';
	const foreign = foreignHint(/^unknown option '(.*)'$/.exec(message)?.[1] ?? '');
	return new SingleKubeError(code, error.code === 'commander.help' ? 'a command is missing' : message, {
		hint: foreign ?? (suggestion ? suggestion.replace(/^\(|\)$/g, '') : 'single-kube --help shows every command, single-kube COMMAND --help its options'), cause: error,
	});
}
