/** The dashboard's screen on a terminal: ink draws what frames say, and keys come back as commands. */
import {render} from 'ink';
import type {Hands} from './carry-out.ts';
import {type Frames, frameTime} from './frames.ts';
import type {Command} from './keys/binding.ts';
import {press} from './keys/press.ts';
import {atLineStart} from './terminal.ts';
import {App, type Suspend} from './view/app.ts';
import {h} from './view/h.ts';
import {themeFor} from './view/theme.ts';

export type Drawing = {
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	readonly color: boolean;
	readonly ascii: boolean;
};

export type Drawn = {
	/** Resolves when a person quits; rejects when the terminal cannot be drawn on any more. */
	readonly quit: Promise<unknown>;
	/** Give the terminal back. */
	readonly close: () => Promise<void>;
};

/** Take the terminal: the other screen, raw keys. @param hands does what keys ask for */
export function draw(frames: Frames, {stdin, stdout, color, ascii}: Drawing, hands: Hands): Drawn {
	const quit = Promise.withResolvers<void>();
	let suspend: Suspend = async work => work();
	const carryOut = (command: Command): void => {
		switch (command.kind) {
			case 'quit': {
				quit.resolve();
				break;
			}

			case 'suspend': {
				suspend(hands.stop).catch(quit.reject);
				break;
			}

			case 'hand-over': {
				suspend(async () => hands.handOver(command.handover)).catch(quit.reject);
				break;
			}

			case 'do': {
				void hands.act(command.deed, frames.state());
			}
		}
	};

	atLineStart(stdout);
	const app = render(h(App, {
		screens: frames, theme: themeFor(color), ascii,
		onKey(key) {
			let command: Command | undefined;
			frames.update(state => {
				const step = press(state, key);
				command = step.command;
				return step.state;
			});
			if (command) {
				carryOut(command);
			}
		},
		onMounted(given) {
			suspend = given;
		},
	}), {stdin, stdout, exitOnCtrlC: false, patchConsole: false, interactive: true, alternateScreen: true, incrementalRendering: true, maxFps: 1000 / frameTime});
	return {
		quit: Promise.race([quit.promise, app.waitUntilExit()]),
		async close() {
			app.unmount();
			await app.waitUntilExit().catch(() => undefined);
		},
	};
}
