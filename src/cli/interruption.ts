/** The first SIGINT, SIGTERM or SIGHUP asks the work to end, the second one ends it. */
import {SingleKubeError} from '../errors.ts';
import {signalExitCodes} from './exit-codes.ts';

export type Interruption = {
	readonly signal: AbortSignal;
	/** 129, 130 or 143 after a signal, else undefined. */
	readonly exitCode: () => number | undefined;
	/** Standard output takes nothing any more: end the work, without a word when its reader is gone. */
	readonly outputLost: (reason: ReaderGone | OutputFull) => void;
	/** Why standard output takes nothing any more; also when that was seen after the work had ended. */
	readonly lost: () => ReaderGone | OutputFull | undefined;
	readonly stop: () => void;
};

type SignalName = keyof typeof signalExitCodes;

/** @param say called at the first signal with its name */
export function watchSignals(say: (name: string) => void): Interruption {
	const controller = new AbortController();
	let first: SignalName | undefined;
	let lost: ReaderGone | OutputFull | undefined;
	const onSignal = (name: SignalName): void => {
		if (first !== undefined) {
			process.exit(signalExitCodes[name]);
		}

		first = name;
		say(name);
		controller.abort(new SingleKubeError('INTERRUPTED', `interrupted by ${name}`, {hint: 'Nothing has to be done: the same command goes on from what is there'}));
	};

	const names = Object.keys(signalExitCodes) as SignalName[];
	for (const name of names) {
		process.on(name, onSignal);
	}

	return {
		signal: controller.signal,
		exitCode: () => first && signalExitCodes[first],
		outputLost(reason) {
			lost ??= reason;
			controller.abort(reason);
		},
		lost: () => lost,
		stop() {
			for (const name of names) {
				process.off(name, onSignal);
			}
		},
	};
}

/** The reason of an abort because standard output was closed: `single-kube logs etcd | head -1`. */
export class ReaderGone extends Error {
	override readonly name = 'ReaderGone';
}

/** The result could not be written: `> /dev/full`, a disk without space. */
export class OutputFull extends SingleKubeError {
	constructor(cause: Error) {
		super('OUTPUT_FAILED', `the result could not be written to standard output: ${cause.message}`, {hint: 'Free some space where it is redirected to (df -h .), or redirect it elsewhere, then run the command again', cause});
	}
}
