/** The flags of the chosen component as the dashboard knows them: their rows, the chosen one, what became of the last change. Pure. */
import type {ComponentFlags} from '../explain/component-flags.ts';
import {chosenComponent, chosenIndex, matches} from './rows.ts';
import {clamp} from './screen/window.ts';
import type {Asked, DashboardState} from './state.ts';

export type FlagsView = ComponentFlags & {
	/** The service's name; undefined of a component whose command line takes none. */
	readonly settable: string | undefined;
	/** Whether it has a configuration file, whose keys can be set, too. */
	readonly hasFile: boolean;
	/** Why the cluster needs some of them as they are: by `--secure-port`. */
	readonly needed: Readonly<Record<string, string>>;
};

export type FlagsState = {
	/** Its key is the component's id. */
	readonly asked: Asked<FlagsView> | undefined;
	/** The chosen row's key; undefined: the first. */
	readonly chosen: string | undefined;
	/** With what the program takes for those that nobody set. */
	readonly all: boolean;
	readonly outcome: FlagsOutcome | undefined;
};

/** What became of the last change: it is to be read for longer than the footer says it. */
export type FlagsOutcome = {readonly component: string; readonly well: boolean; readonly at: number; /** The component's last words among them. */ readonly lines: readonly string[]};

export type FlagsTold =
	| {readonly kind: 'read'; readonly component: string; readonly view: FlagsView}
	| {readonly kind: 'failed'; readonly component: string; readonly failure: string}
	| {readonly kind: 'set'; readonly outcome: FlagsOutcome};

export const noFlags: FlagsState = {asked: undefined, chosen: undefined, all: false, outcome: undefined};

export function flagsAfter(before: FlagsState, told: FlagsTold): FlagsState {
	switch (told.kind) {
		case 'read': {
			return {...before, asked: {key: told.component, value: told.view}};
		}

		case 'failed': {
			return {...before, asked: {key: told.component, failure: told.failure}};
		}

		case 'set': {
			return {...before, outcome: told.outcome};
		}
	}
}

export type FlagRow = {
	/** `--v`, `maxPods` */
	readonly flag: string;
	readonly value: string;
	/** Whose choice the value is: the user's (`set`, `start`), ours, the program's. */
	readonly owner: 'you' | 'single-kube' | 'default';
	/** `compose/kubelet.yaml`, `--extra-config kubelet.v=4` */
	readonly from: string;
	/** The option of `start` that it can be taken back with, where it is not `set`'s to take back. */
	readonly ofStart: boolean;
	readonly needed: string | undefined;
};

/** Whether the details show flags. */
export function showsFlags({list, componentTab}: DashboardState): boolean {
	return list === 'components' && componentTab === 'flags';
}

/** What is known of the chosen component's; undefined while it is read. */
export function flagsView(state: DashboardState): FlagsView | undefined {
	const {asked} = state.flags;
	return asked !== undefined && asked.key === chosenComponent(state)?.id ? asked.value : undefined;
}

export function flagRows(state: DashboardState): readonly FlagRow[] {
	const view = flagsView(state);
	const row = (flag: string, value: string, from: string): FlagRow => ({
		flag, value, from, needed: view?.needed[flag], ofStart: from.startsWith('--') && !from.startsWith('--extra-config'),
		owner: from.startsWith('compose/') ? 'single-kube' : from.startsWith('the program') ? 'default' : 'you',
	});
	return [
		...(view?.flags ?? []).map(({flag, value, from}) => row(flag, value, from)),
		...(view?.keys ?? []).map(({key, value, from}) => row(key, typeof value === 'string' ? value : JSON.stringify(value), from)),
	].filter(({flag, value, from}) => matches(`${flag}=${value} ${from}`, state.filters.detail));
}

export function chosenFlag(state: DashboardState): FlagRow | undefined {
	const rows = flagRows(state);
	return rows[chosenIndex(rows.map(({flag}) => flag), state.flags.chosen)];
}

/** @param by rows, down when positive */
export function movedFlag(state: DashboardState, by: number): DashboardState {
	const keys = flagRows(state).map(({flag}) => flag);
	const index = clamp(chosenIndex(keys, state.flags.chosen) + by, 0, Math.max(0, keys.length - 1));
	return {...state, flags: {...state.flags, chosen: keys[index]}};
}
