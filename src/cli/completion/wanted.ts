/** What could stand at the end of a half-typed command line. Pure: what only a cluster knows is named, not looked up. */
import {commandNames, definitionOf, type CommandName} from '../definitions/all.ts';
import {choicesOf} from '../definitions/commander.ts';
import type {Completion, OptionDefinition, Word} from '../definitions/definition.ts';
import {globalOptions} from '../definitions/shared.ts';
import {optionsOf} from '../program.ts';

export type Candidate = {readonly value: string; readonly says: string};

export type Wanted = {
	/** Those that are known without a look; they begin with `current`. */
	readonly candidates: readonly Candidate[];
	/** What to look up beside them. */
	readonly lookUp?: Completion | 'kubectl';
	/** What is typed of the word, and what stands before it in it: `--name=` */
	readonly current: string;
	readonly prefix: string;
	/** Of the cluster's name and such, as far as they were typed. */
	readonly flags: Readonly<Record<string, string>>;
	readonly command: CommandName | undefined;
	/** The words after the command that are no options. */
	readonly words: readonly string[];
};

/** @param words all after `single-kube`, the last one being typed */
export function wanted(words: readonly string[]): Wanted {
	const before = words.slice(0, -1);
	const typed = words.at(-1) ?? '';
	const state = walk(before);
	const {command, options, passed} = state;
	const context = {flags: state.flags, command, words: passed};
	if (command !== undefined && definitionOf(command).passThrough === 'all') {
		return {...context, candidates: [], lookUp: 'kubectl', current: typed, prefix: ''};
	}

	if (state.expects) {
		return {...context, ...ofValue(state.expects, typed, '')};
	}

	const assigned = /^(--[\w-]+=)(.*)$/s.exec(typed);
	const option = assigned && find(options, assigned[1]!.slice(0, -1));
	if (option && takesValue(option)) {
		return {...context, ...ofValue(option, assigned[2]!, assigned[1]!)};
	}

	if (typed.startsWith('-') && !state.ended) {
		const all = options.filter(({hidden}) => !hidden).flatMap(({flags, description}) => namesOf(flags).filter(name => name.startsWith('--')).map(value => ({value, says: description})));
		return {...context, ...known([...all, {value: '--help', says: 'show what there is'}], typed, '')};
	}

	if (command === undefined) {
		return {...context, ...known(commandNames.map(value => ({value, says: definitionOf(value).summary})), typed, '')};
	}

	const {words: wordsOf = []} = definitionOf(command);
	const word = wordsOf[passed.length] ?? (wordsOf.at(-1)?.many ? wordsOf.at(-1) : undefined);
	return {...context, ...word ? ofWord(word, typed) : known([], typed, '')};
}

type State = {
	command: CommandName | undefined;
	options: readonly OptionDefinition[];
	readonly flags: Record<string, string>;
	readonly passed: string[];
	/** The option whose value comes next. */
	expects: OptionDefinition | undefined;
	/** Nothing that follows is an option. */
	ended: boolean;
};

function walk(words: readonly string[]): State {
	const state: State = {command: undefined, options: globalOptions(), flags: {}, passed: [], expects: undefined, ended: false};
	for (const word of words) {
		if (state.expects) {
			keep(state, state.expects, word);
			state.expects = undefined;
		} else if (word === '--' && !state.ended) {
			state.ended = true;
		} else if (word.startsWith('-') && word !== '-' && !state.ended) {
			const [name = '', value] = word.split(/=(.*)/s);
			const option = find(state.options, name);
			if (option && takesValue(option)) {
				if (value === undefined) {
					state.expects = option.flags.includes('[') ? undefined : option;
				} else {
					keep(state, option, value);
				}
			}
		} else if (state.command === undefined) {
			state.command = commandNames.find(name => name === word);
			if (state.command !== undefined) {
				state.options = optionsOf(definitionOf(state.command));
				state.ended = definitionOf(state.command).passThrough === 'all';
			}
		} else {
			state.passed.push(word);
			state.ended ||= ['words', 'all'].includes(definitionOf(state.command).passThrough ?? '');
		}
	}

	return state;
}

function keep(state: State, {flags}: OptionDefinition, value: string): void {
	for (const name of namesOf(flags)) {
		state.flags[name.replace(/^-+/, '')] = value;
	}
}

function ofValue({value, description}: OptionDefinition, typed: string, prefix: string): Pick<Wanted, 'candidates' | 'current' | 'prefix' | 'lookUp'> {
	const {choices, complete} = value;
	return {...known((choices ?? []).map(choice => ({value: choice, says: description})), typed, prefix), ...complete ? {lookUp: complete} : {}};
}

function ofWord(word: Word, typed: string): Pick<Wanted, 'candidates' | 'current' | 'prefix' | 'lookUp'> {
	const candidates = (choicesOf(word) ?? []).map(value => ({value, says: word.actions?.[value] ?? ''}));
	return {...known(candidates, typed, ''), ...word.complete ? {lookUp: word.complete} : {}};
}

function known(candidates: readonly Candidate[], current: string, prefix: string): Pick<Wanted, 'candidates' | 'current' | 'prefix'> {
	return {candidates: candidates.filter(({value}) => value.startsWith(current)), current, prefix};
}

function find(options: readonly OptionDefinition[], name: string): OptionDefinition | undefined {
	return options.find(({flags}) => namesOf(flags).includes(name));
}

/** `-o, --output <format>` has two. */
function namesOf(flags: string): string[] {
	return flags.split(/[ ,]+/).filter(part => part.startsWith('-'));
}

function takesValue({flags}: OptionDefinition): boolean {
	return /[<[]/.test(flags);
}
