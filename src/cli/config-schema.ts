/** What a config file may say: every option that is not about one call, by its name. Made of the commands' definitions. */
import {Option} from 'commander';
import {readVersion} from '../version.ts';
import {type CommandName, commandNames, definitionOf} from './definitions/all.ts';
import type {OptionDefinition} from './definitions/definition.ts';
import {globalOptions} from './definitions/shared.ts';

/** A key of the file, and the option that it stands for. */
export type ConfigKey = {
	readonly key: string;
	/** The option's name among the flags. */
	readonly flag: string;
	readonly option: OptionDefinition;
	/** The commands that take it; all of them when undefined. */
	readonly commands: readonly CommandName[] | undefined;
};

/** In the order of `start --help`, then those of other commands. */
export function configKeys(): ConfigKey[] {
	const keys = new Map<string, ConfigKey>();
	const add = (option: OptionDefinition, command: CommandName | undefined): void => {
		const flag = flagOf(option);
		const key = typeof option.inFile === 'string' ? option.inFile : flag;
		const known = keys.get(key);
		if (option.inFile !== false && (!option.hidden || known)) {
			keys.set(key, {key, flag, option: known?.option ?? option, commands: command && [...known?.commands ?? [], command]});
		}
	};

	for (const name of ['start', ...commandNames.filter(name => name !== 'start')] as const) {
		for (const option of definitionOf(name).options ?? []) {
			add(option, name);
		}
	}

	for (const option of globalOptions()) {
		add(option, undefined);
	}

	return [...keys.values()];
}

/** The JSON Schema (draft 2020-12) of a config file: docs/config.schema.json, for editors that complete it. */
export function configSchema(): Readonly<Record<string, unknown>> {
	return {
		$schema: 'https://json-schema.org/draft/2020-12/schema',
		title: `Options of single-kube ${readVersion()}`,
		type: 'object',
		properties: Object.fromEntries([
			['$schema', {type: 'string', description: 'where this schema is, for editors'}],
			...configKeys().map(({key, option}) => [key, {description: describeKey(option), ...option.value.schema}]),
		]),
		additionalProperties: false,
	};
}

/** What `--no-install` says is true of `install: false`. */
export function describeKey({flags, description}: OptionDefinition): string {
	return flags.startsWith('--no-') ? `false: ${description}` : description;
}

/** `--no-install` is `install`, `--api-port <port>` is `apiPort`. */
export function flagOf({flags}: Pick<OptionDefinition, 'flags'>): string {
	return new Option(flags).attributeName();
}
