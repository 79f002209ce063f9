/**
 * All that the dashboard is told goes through one queue: taken in together, at most so many times a second, however fast
 * it comes; and only what changes the screen leads to a new one.
 */
import type {Message, Push} from './messages.ts';
import {reduce} from './reduce.ts';
import type {DashboardState} from './state.ts';
import {screenOf, type Screen} from './screen/screen.ts';
import type {Screens} from './view/app.ts';

/** Milliseconds between two frames: fifteen a second. */
export const frameTime = 67;

export type Frames = Screens & {
	readonly push: Push;
	/** Change the state because of a key, and show it with the next frame. */
	readonly update: (change: (state: DashboardState) => DashboardState) => void;
	readonly state: () => DashboardState;
	/** Take in what waits, now. */
	readonly flush: () => void;
	/** Called with the state after each time that something was taken in. */
	readonly onSettled: (listener: (state: DashboardState) => void) => void;
	readonly stop: () => void;
};

/** @param settled called with the state after each time that something was taken in */
export function createFrames(initial: DashboardState, settled: (state: DashboardState) => void = () => undefined): Frames {
	let state = initial;
	let screen = screenOf(state);
	let shown = JSON.stringify(screen);
	let waiting: Message[] = [];
	let timer: NodeJS.Timeout | undefined;
	let lastFrame = 0;
	const subscribers = new Set<() => void>();
	const listeners = new Set<(state: DashboardState) => void>();

	const takeIn = (): void => {
		const messages = waiting;
		waiting = [];
		for (const message of messages) {
			state = reduce(state, message);
		}
	};

	const flush = (): void => {
		clearTimeout(timer);
		timer = undefined;
		lastFrame = performance.now();
		takeIn();
		const next: Screen = screenOf(state);
		const text = JSON.stringify(next);
		if (text !== shown) {
			shown = text;
			screen = next;
			for (const changed of subscribers) {
				changed();
			}
		}

		settled(state);
		for (const listener of listeners) {
			listener(state);
		}
	};

	const schedule = (): void => {
		timer ??= setTimeout(flush, Math.max(0, lastFrame + frameTime - performance.now()));
	};

	return {
		push(message) {
			waiting.push(message);
			schedule();
		},
		update(change) {
			// What came before the key is older than it.
			takeIn();
			state = change(state);
			schedule();
		},
		state: () => state,
		flush,
		onSettled(listener) {
			listeners.add(listener);
		},
		stop() {
			clearTimeout(timer);
		},
		current: () => screen,
		subscribe(changed) {
			subscribers.add(changed);
			return () => {
				subscribers.delete(changed);
			};
		},
	};
}
