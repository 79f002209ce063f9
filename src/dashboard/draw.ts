/** The dashboard on a terminal: ink draws what frames say, or it is said as lines; keys come back as commands. */
import type {Hands} from './carry-out.ts';
import {type Frames, frameTime} from './frames.ts';
import type {Command} from './keys/binding.ts';
import {press} from './keys/press.ts';
import {createSpeech, type Speech} from './speak/speech.ts';
import {atLineStart} from './terminal.ts';
import {App, type Suspend} from './view/app.ts';
import {Ears} from './view/ears.ts';
import {h, type Instance, render} from './view/ink.ts';
import {themeFor} from './view/theme.ts';
import type {KeyProps} from './view/use-keys.ts';

export type Drawing = {
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	readonly color: boolean;
	readonly ascii: boolean;
	readonly screenReader: boolean;
};

export type Drawn = {
	/** Resolves when a person quits; rejects when the terminal cannot be drawn on any more. */
	readonly quit: Promise<unknown>;
	/** Give the terminal back. */
	readonly close: () => Promise<void>;
};

/** Take the terminal: raw keys, and the other screen where one is drawn. @param hands does what keys ask for */
export function draw(frames: Frames, drawing: Drawing, hands: Hands): Drawn {
	const {stdout, screenReader} = drawing;
	const quit = Promise.withResolvers<void>();
	const speech = screenReader ? createSpeech(frames, text => stdout.write(text)) : undefined;
	let suspend: Suspend = async work => work();
	const givenAway = async (work: () => Promise<void>): Promise<void> => suspend(speech ? async () => speech.silently(work) : work);
	const carryOut = (command: Command): void => {
		switch (command.kind) {
			case 'quit': {
				quit.resolve();
				break;
			}

			case 'suspend': {
				givenAway(hands.stop).catch(quit.reject);
				break;
			}

			case 'hand-over': {
				givenAway(async () => hands.handOver(command.handover)).catch(quit.reject);
				break;
			}

			case 'do': {
				void hands.act(command.deed, frames.state()).then(done => {
					if (done && command.thenQuit) {
						quit.resolve();
					}
				});
				break;
			}

			case 'read': {
				speech?.read();
			}
		}
	};

	const app = show(frames, drawing, speech, {
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
	});
	return {
		quit: Promise.race([quit.promise, app.waitUntilExit()]),
		async close() {
			app.unmount();
			await app.waitUntilExit().catch(() => undefined);
		},
	};
}

function show(frames: Frames, {stdin, stdout, color, ascii}: Drawing, speech: Speech | undefined, keys: KeyProps): Instance {
	const always = {stdin, stdout, exitOnCtrlC: false, patchConsole: false, interactive: true} as const;
	if (speech) {
		return render(h(Ears, keys), {...always, isScreenReaderEnabled: true, alternateScreen: false});
	}

	atLineStart(stdout);
	return render(h(App, {screens: frames, theme: themeFor(color), ascii, ...keys}), {...always, isScreenReaderEnabled: false, alternateScreen: true, incrementalRendering: true, maxFps: 1000 / frameTime});
}
