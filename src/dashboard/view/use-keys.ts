import type {Suspend} from './app.ts';
import {useApp, useEffect, useInput} from './ink.ts';
import {keysOf} from './keyboard.ts';

export type KeyProps = {
	readonly onKey: (key: string) => void;
	/** Told once how the terminal can be handed over. */
	readonly onMounted: (suspend: Suspend) => void;
};

/** Keys go out by their names. */
export function useKeys({onKey, onMounted}: KeyProps): void {
	const {suspendTerminal} = useApp();
	useInput((input, key) => {
		for (const name of keysOf(input, key)) {
			onKey(name);
		}
	});
	useEffect(() => {
		onMounted(async work => suspendTerminal(work));
	}, [onMounted, suspendTerminal]);
}
