/** The edge: signals come in, errors and exit codes go out. The command line and the three programs run through it. */
import {exitCodes, readerGoneExitCode} from './exit-codes.ts';
import {type Interruption, OutputFull, ReaderGone, watchSignals} from './interruption.ts';
import {type ErrorFormat, exitCodeOf, formatError} from './print-error.ts';

/**
 * Run a program to its end, print what it throws, and exit.
 *
 * @param main gets a signal that SIGINT and SIGTERM abort; resolves to the exit code, 0 when it resolves to nothing
 * @param consequence what an interrupted person is told, continuing "stopping"
 */
export async function runProgram(main: (signal: AbortSignal) => Promise<number | void>, format: ErrorFormat = {json: false, verbose: false}, consequence = goesOn): Promise<never> {
	const interruption = watchSignals(name => process.stderr.write(`${name}: stopping${consequence} (once more to stop at once)\n`));
	process.stdout.on('error', (error: NodeJS.ErrnoException) => {
		interruption.outputLost(error.code === 'EPIPE' ? new ReaderGone() : new OutputFull(error));
	});
	// Progress that nobody sees is no reason to end the work; nor is there a place left to say so.
	process.stderr.on('error', () => undefined);
	const exitCode = await settle(main, interruption, format);
	// Writes to a pipe may still be under way; a callback comes after all of them.
	await new Promise(resolve => {
		process.stdout.write('', resolve);
	});
	// An error of a write comes one turn after its callback.
	await new Promise(resolve => {
		setImmediate(resolve);
	});
	process.exit(exitOfLost(interruption, format) ?? exitCode);
}

/** Of whatever changes a cluster. */
export const goesOn = '; what was made stays and the next start goes on';

async function settle(main: (signal: AbortSignal) => Promise<number | void>, interruption: Interruption, format: ErrorFormat): Promise<number> {
	try {
		return await main(interruption.signal) ?? 0;
	} catch (error) {
		if (interruption.lost()) {
			return exitCodes.failure;
		}

		process.stderr.write(formatError(error, format));
		return interruption.exitCode() ?? exitCodeOf(error);
	} finally {
		interruption.stop();
	}
}

/** A result that was lost is a failure, whatever the work said. @returns undefined when it was not */
function exitOfLost(interruption: Interruption, format: ErrorFormat): number | undefined {
	const lost = interruption.lost();
	if (lost instanceof OutputFull) {
		process.stderr.write(formatError(lost, format));
		return exitCodeOf(lost);
	}

	return lost && readerGoneExitCode;
}
