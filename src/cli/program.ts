/** The parser of the command line, made of the definitions. Nothing is loaded and nothing happens here. */
import {Command} from 'commander';
import {checkGivenRanges} from '../cluster/options.ts';
import {readVersion} from '../version.ts';
import {commandNames, type CommandName, definitionOf} from './definitions/all.ts';
import {toArgument, toOption} from './definitions/commander.ts';
import {type Definition, groups, type OptionDefinition} from './definitions/definition.ts';
import {globalOptions} from './definitions/shared.ts';
import {commandHelp} from './help-text.ts';
import type {Flags, Invocation} from './invocation.ts';

/**
 * @param dispatch called with what the user asked for, once
 * @returns a program that throws CommanderError instead of printing and exiting
 */
export function buildProgram(dispatch: (invocation: Invocation) => Promise<void>): Command {
	const program = new Command('single-kube')
		.description('A whole Kubernetes on one Docker engine: every component a container that you can see, stop, break and put back.')
		.version(readVersion(), '--version', 'print the version of single-kube')
		.enablePositionalOptions()
		.configureOutput({outputError: () => undefined})
		.exitOverride()
		.addHelpText('after', '\nsingle-kube COMMAND --help shows a command\'s options and examples.');
	for (const option of globalOptions()) {
		program.addOption(toOption(option));
	}

	program.addHelpCommand(new Command('help').argument('[command]').description('show a command\'s help').helpGroup(`${groups.at(-1)!}:`));
	for (const group of groups) {
		program.commandsGroup(`${group}:`);
		for (const name of commandNames.filter(name => definitionOf(name).group === group)) {
			const command = addCommand(program, name, definitionOf(name));
			command.action(async () => {
				const flags: Flags = {...given(program), ...given(command)};
				checkGivenRanges(flags);
				await dispatch({command: name, words: command.args, flags});
			});
		}
	}

	return program;
}

/** The options of a command, its own first. */
export function optionsOf({passThrough, options = []}: Pick<Definition, 'passThrough' | 'options'>): readonly OptionDefinition[] {
	const toFile = options.some(({flags}) => flags.startsWith('-o, '));
	return passThrough === 'all' ? [] : [...options, ...globalOptions(toFile)];
}

function addCommand(program: Command, name: CommandName, definition: Definition): Command {
	const {summary, description = [], words = [], options = [], passThrough} = definition;
	const command = program.command(name).summary(summary).description([`${summary[0]!.toUpperCase()}${summary.slice(1)}.`, ...description].join('\n'));
	for (const word of words) {
		command.addArgument(toArgument(word));
	}

	for (const option of optionsOf(definition)) {
		command.optionsGroup(options.includes(option) ? 'Options:' : 'Options of every command:');
		command.addOption(toOption(option));
	}

	switch (passThrough) {
		case 'words': {
			command.passThroughOptions();
			break;
		}

		case 'unknown': {
			command.allowUnknownOption();
			break;
		}

		case 'all': {
			command.passThroughOptions().allowUnknownOption().helpOption(false);
			break;
		}

		case undefined: {
			break;
		}
	}

	return command.addHelpText('after', commandHelp(name, definition));
}

/** What was said; commander makes `true` of every `--no-…` that was not, which would win over the one before the command. */
function given(command: Command): Flags {
	return Object.fromEntries(Object.entries(command.opts()).filter(([name]) => command.getOptionValueSource(name) === 'cli'));
}
