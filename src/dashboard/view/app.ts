import {useApp, useInput} from 'ink';
import {type ReactElement, useEffect, useSyncExternalStore} from 'react';
import type {Screen} from '../screen/screen.ts';
import {h} from './h.ts';
import {keysOf} from './keyboard.ts';
import {ScreenView} from './screen-view.ts';
import {type Theme, ThemeContext} from './theme.ts';

/** What is on the screen now; whoever draws is told when it changes. */
export type Screens = {
	readonly current: () => Screen;
	readonly subscribe: (changed: () => void) => () => void;
};

/** Hand the terminal over while something else uses it; resolves when it is ours again. */
export type Suspend = (work: () => Promise<void>) => Promise<void>;

export type AppProps = {
	readonly screens: Screens;
	readonly theme: Theme;
	readonly ascii: boolean;
	readonly onKey: (key: string) => void;
	/** Told once how the terminal can be handed over. */
	readonly onMounted: (suspend: Suspend) => void;
};

/** The dashboard as ink runs it: keys go out, screens come in. */
export function App({screens, theme, ascii, onKey, onMounted}: AppProps): ReactElement {
	const {suspendTerminal} = useApp();
	const screen = useSyncExternalStore(screens.subscribe, screens.current);
	useInput((input, key) => {
		for (const name of keysOf(input, key)) {
			onKey(name);
		}
	});
	useEffect(() => {
		onMounted(async work => suspendTerminal(work));
	}, [onMounted, suspendTerminal]);
	return h(ThemeContext.Provider, {value: theme}, h(ScreenView, {screen, ascii}));
}
