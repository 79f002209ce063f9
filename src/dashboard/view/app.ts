import type {Screen} from '../screen/screen.ts';
import {h, type ReactElement, useSyncExternalStore} from './ink.ts';
import {ScreenView} from './screen-view.ts';
import {type Theme, ThemeContext} from './theme.ts';
import {type KeyProps, useKeys} from './use-keys.ts';

/** What is on the screen now; whoever draws is told when it changes. */
export type Screens = {
	readonly current: () => Screen;
	readonly subscribe: (changed: () => void) => () => void;
};

/** Hand the terminal over while something else uses it; resolves when it is ours again. */
export type Suspend = (work: () => Promise<void>) => Promise<void>;

export type AppProps = KeyProps & {
	readonly screens: Screens;
	readonly theme: Theme;
	readonly ascii: boolean;
};

/** The dashboard as ink runs it: keys go out, screens come in. */
export function App({screens, theme, ascii, ...keys}: AppProps): ReactElement {
	const screen = useSyncExternalStore(screens.subscribe, screens.current);
	useKeys(keys);
	return h(ThemeContext.Provider, {value: theme}, h(ScreenView, {screen, ascii}));
}
