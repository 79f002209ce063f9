/** What a key does. Pure. */
import type {Deed} from '../deeds/deed.ts';
import type {Handover} from '../handover.ts';
import type {DashboardState} from '../state.ts';

/** What the terminal and the engine are asked to do because of a key. */
export type Command =
	| {readonly kind: 'quit'}
	/** Go to the background as any program does at Ctrl-Z. */
	| {readonly kind: 'suspend'}
	| {readonly kind: 'do'; readonly deed: Deed; /** Leave when it is done; stay when it fails. */ readonly thenQuit?: boolean}
	/** Say the present pane, to who listens. */
	| {readonly kind: 'read'}
	/** Give the terminal to a program, and take it back when that has ended. */
	| {readonly kind: 'hand-over'; readonly handover: Handover};

export type Step = {readonly state: DashboardState; readonly command?: Command};

/** Of which part of the help it is. */
export type Group = 'move' | 'look' | 'components' | 'workloads' | 'dashboard';

export type Binding = {
	/** Names of keys: `k`, `up`, `ctrl+k`. */
	readonly keys: readonly string[];
	/** How the keys are written for a person: `j k`. */
	readonly shown: string;
	readonly group: Group;
	/** What it does, for the help. */
	readonly does: string;
	/** Whether it has a meaning where the keys go now; without it: everywhere. */
	readonly applies?: (state: DashboardState) => boolean;
	/** A word or two for the footer; without it the footer is silent about it. */
	readonly label?: (state: DashboardState) => string;
	/** Why it cannot be done now, as a sentence. */
	readonly refusal?: (state: DashboardState) => string | undefined;
	readonly press: (state: DashboardState) => Step;
};
