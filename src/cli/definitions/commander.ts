/** Options and words of a definition as commander takes them. */
import {Argument, InvalidArgumentError, Option} from 'commander';
import {nearest} from '../../nearest.ts';
import type {OptionDefinition, Word} from './definition.ts';

export function toOption({flags, description, value, hidden = false, required = false}: OptionDefinition): Option {
	const option = new Option(flags, description);
	if (value.choices) {
		option.choices(value.choices);
	}

	if (value.parse) {
		option.argParser(value.parse as (word: string, before: unknown) => unknown);
	}

	return option.hideHelp(hidden).makeOptionMandatory(required);
}

export function toArgument({name, optional, many, description, ...word}: Word): Argument {
	const shown = `${name}${many ? '...' : ''}`;
	const allowed = choicesOf(word);
	return new Argument(optional ? `[${shown}]` : `<${shown}>`, description ?? (allowed ? `one of ${allowed.join(', ')}` : undefined))
		.argParser(given => checkChoice(given, allowed));
}

export function choicesOf({choices, actions}: Pick<Word, 'choices' | 'actions'>): readonly string[] | undefined {
	return actions ? Object.keys(actions) : choices;
}

/** As commander's own choices, and with the nearest of them. */
function checkChoice(word: string, choices: readonly string[] | undefined): string {
	if (choices && !choices.includes(word)) {
		const close = nearest(word, choices);
		throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.${close === undefined ? '' : `\n(Did you mean ${close}?)`}`);
	}

	return word;
}
