/** What a dialog shows and what its answer leads to. Pure: the answers are functions from one state to the next. */
import type {Deed} from './deeds/deed.ts';
import type {Step} from './keys/binding.ts';
import type {DashboardState} from './state.ts';

/** A list to choose from; what is typed narrows it. */
export type Menu = {
	readonly title: string;
	/** Above the list. */
	readonly lines?: readonly string[];
	readonly items: readonly MenuItem[];
};

export type MenuItem = {
	readonly label: string;
	/** Beside it: what to expect. */
	readonly detail?: string;
	/** Why it cannot be chosen now, as a sentence. */
	readonly refusal?: string;
	/** @param state without the dialog */
	readonly choose: (state: DashboardState) => Step;
};

/** A line of text to write. */
export type Prompt = {
	readonly title: string;
	readonly lines: readonly string[];
	/** What stands there at first. */
	readonly initial: string;
	/** Why this is no answer, as a sentence; undefined when it is one. */
	readonly refusal: (text: string) => string | undefined;
	/** The command that does the same, as far as it is written; undefined where there is none. */
	readonly command?: (text: string) => string | undefined;
	/** @param state without the dialog */
	readonly answer: (text: string, state: DashboardState) => Step;
};

/** @param index of the item that is chosen at first @returns the step that opens it */
export function openMenu(state: DashboardState, menu: Menu, index = 0): Step {
	return {state: {...state, dialog: {kind: 'menu', menu, filter: '', index: Math.max(0, index)}}};
}

/** @returns the step that opens it */
export function openPrompt(state: DashboardState, prompt: Prompt): Step {
	return {state: {...state, dialog: {kind: 'prompt', prompt, text: prompt.initial, cursor: [...prompt.initial].length}}};
}

/** @returns the step that asks whether it is to be done, with Cancel chosen */
export function askedFirst(state: DashboardState, deed: Deed): Step {
	return {state: {...state, dialog: {kind: 'confirm', deed, choice: 'cancel'}}};
}

/** The items that what is typed leaves. */
export function menuRows({items}: Menu, filter: string): readonly MenuItem[] {
	const text = filter.toLowerCase();
	return items.filter(({label, detail = ''}) => `${label} ${detail}`.toLowerCase().includes(text));
}
