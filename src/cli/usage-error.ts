/** What commander says of a command line, as one of our errors; and whether it only printed what was asked for. */
import type {CommanderError} from 'commander';
import {SingleKubeError} from '../errors.ts';

/** @returns undefined when help or the version was printed, as asked */
export function translateUsage(error: CommanderError): SingleKubeError | undefined {
	if (error.exitCode === 0) {
		return undefined;
	}

	const [message = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
	const code = error.code === 'commander.invalidArgument' ? 'OPTION_INVALID' : 'COMMAND_LINE_INVALID';
	return new SingleKubeError(code, error.code === 'commander.help' ? 'a command is missing' : message, {
		hint: suggestion ? suggestion.replace(/^\(|\)$/g, '') : 'single-kube --help shows every command, single-kube COMMAND --help its options', cause: error,
	});
}
