/** The commands as Markdown: docs/cli.md, and the README's overview. Pure; scripts/write-docs.ts writes it. */
import {commandNames, definitionOf, type CommandName} from './definitions/all.ts';
import {choicesOf} from './definitions/commander.ts';
import {type Definition, type Group, groups, type OptionDefinition, type Word} from './definitions/definition.ts';
import {globalOptions} from './definitions/shared.ts';
import {equivalents} from './equivalents.ts';
import {flagOf} from './config-schema.ts';

/** docs/cli.md, whole. */
export function cliReference(): string {
	return [
		'# The command line',
		'',
		'Made of the same definitions as the help, by `npm run docs`.',
		'',
		...commandsByGroup().flatMap(({group, names}) => [`- ${group}: ${names.map(name => `[${name}](#${name})`).join(', ')}`]),
		'',
		'## Options of every command',
		'',
		'They may stand before the command as well. `kubectl` passes every word behind it on: there they stand before it.',
		'',
		...optionTable(globalOptions()),
		'',
		...commandNames.flatMap(name => commandSection(name)),
	].join('\n').replace(/\n+$/, '\n');
}

/** What a README in another language says. */
export type PageWords = {
	readonly command: string;
	readonly does: string;
	readonly groups: Readonly<Record<Group, string>>;
	readonly summaries: Readonly<Record<CommandName, string>>;
	/** Of the equivalents, by what they are in English. */
	readonly notes: Readonly<Record<string, string>>;
};

export const english: PageWords = {
	command: 'Command', does: 'What it does',
	groups: Object.fromEntries(groups.map(group => [group, group])) as Record<Group, string>,
	summaries: Object.fromEntries(commandNames.map(name => [name, definitionOf(name).summary])) as Record<CommandName, string>,
	notes: {},
};

/** A README's commands: a line each, with what one types most. */
export function commandOverview(words: PageWords = english): string {
	return commandsByGroup().map(({group, names}) => [
		`**${words.groups[group]}**`,
		'',
		`| ${words.command} | ${words.does} |`,
		'|---|---|',
		...names.map(name => `| \`npx single-kube ${definitionOf(name).examples[0]!.line}\` | [${name}](docs/cli.md#${name}): ${cell(words.summaries[name])} |`),
	].join('\n')).join('\n\n');
}

/** What people type elsewhere, and what they type here. */
export function equivalentsTable({notes}: PageWords = english): string {
	return [
		'| kind | minikube | k3d | single-kube |',
		'|---|---|---|---|',
		...equivalents.map(({kind, minikube, k3d, here, note}) =>
			`| ${[kind, minikube, k3d].map(line => line === undefined ? '' : code(line)).join(' | ')} | ${here.map(line => `\`npx single-kube ${line}\``).join('<br>')}${note === undefined ? '' : `<br>${cell(notes[note] ?? note)}`} |`),
	].join('\n');
}

function commandSection(name: CommandName): string[] {
	const definition = definitionOf(name);
	const {summary, description = [], words = [], options = [], examples} = definition;
	const actions = words.flatMap(word => Object.entries(word.actions ?? {}));
	const shown = options.filter(({hidden}) => !hidden);
	return [
		`## ${name}`,
		'',
		`${sentence(summary)}`,
		...description.flatMap(line => ['', line]),
		'',
		'```',
		usage(name, definition),
		'```',
		...actions.length === 0 ? [] : ['', '| Action | What it does |', '|---|---|', ...actions.map(([action, does]) => `| \`${action}\` | ${cell(does)} |`)],
		...words.filter(word => word.description !== undefined || word.choices).flatMap(word => ['', `\`${word.name}\`: ${word.description ?? `one of ${choicesOf(word)!.join(', ')}`}.`]),
		...shown.length === 0 ? [] : ['', ...optionTable(shown)],
		'',
		'```sh',
		...aligned(examples.map(({line, says}) => [`npx single-kube ${line}`, `# ${says}`])),
		'```',
		'',
	];
}

function usage(name: string, {words = [], options = []}: Pick<Definition, 'words' | 'options'>): string {
	return ['single-kube', name, ...options.length > 0 ? ['[options]'] : [], ...words.map(word => usageOf(word))].join(' ');
}

function usageOf({name, optional, many, actions}: Word): string {
	const shown = `${actions ? Object.keys(actions).join('|') : name}${many ? '...' : ''}`;
	return optional ? `[${shown}]` : `<${shown}>`;
}

function optionTable(options: readonly OptionDefinition[]): string[] {
	return [
		'| Option | What it does | In a file |',
		'|---|---|---|',
		...options.map(option => `| \`${option.flags.replaceAll('|', '\\|')}\` | ${cell(option.description)}${option.value.choices ? `: ${option.value.choices.join(', ')}` : ''} | ${keyOf(option)} |`),
	];
}

/** What a config file calls it. */
function keyOf(option: OptionDefinition): string {
	return option.inFile === false ? '' : `\`${option.inFile ?? flagOf(option)}\``;
}

function commandsByGroup(): Array<{readonly group: Group; readonly names: readonly CommandName[]}> {
	return groups.map(group => ({group, names: commandNames.filter(name => definitionOf(name).group === group)})).filter(({names}) => names.length > 0);
}

function aligned(rows: ReadonlyArray<readonly [string, string]>): string[] {
	const width = Math.max(...rows.map(([left]) => left.length));
	return rows.map(([left, right]) => `${left.padEnd(width)}  ${right}`);
}

function sentence(text: string): string {
	return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}

function code(line: string): string {
	return line === '' ? '' : `\`${line.replaceAll('|', '\\|')}\``;
}

function cell(text: string): string {
	return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
