/** The edge: signals come in, errors and exit codes go out. The command line and the three programs run through it. */
import {type Interruption, ReaderGone, watchSignals} from './interruption.ts';
import {type ErrorFormat, exitCodeOf, formatError} from './print-error.ts';

/**
 * Run a program to its end, print what it throws, and exit.
 *
 * @param main gets a signal that SIGINT and SIGTERM abort; resolves to the exit code, 0 when it resolves to nothing
 * @param consequence what an interrupted person is told, continuing "stopping"
 */
export async function runProgram(main: (signal: AbortSignal) => Promise<number | void>, format: ErrorFormat = {json: false, verbose: false}, consequence = goesOn): Promise<never> {
	const interruption = watchSignals(name => process.stderr.write(`${name}: stopping${consequence} (once more to stop at once)\n`));
	process.stdout.on('error', onBrokenPipe(interruption));
	process.stderr.on('error', onBrokenPipe());
	const exitCode = await settle(main, interruption, format);
	// Writes to a pipe may still be under way; a callback comes after all of them.
	await new Promise(resolve => {
		process.stdout.write('', resolve);
	});
	process.exit(exitCode);
}

/** Of whatever changes a cluster. */
export const goesOn = '; what was made stays and the next start goes on';

async function settle(main: (signal: AbortSignal) => Promise<number | void>, interruption: Interruption, format: ErrorFormat): Promise<number> {
	try {
		return await main(interruption.signal) ?? 0;
	} catch (error) {
		if (interruption.signal.reason instanceof ReaderGone) {
			return 0;
		}

		process.stderr.write(formatError(error, format));
		return interruption.exitCode() ?? exitCodeOf(error);
	} finally {
		interruption.stop();
	}
}

function onBrokenPipe(interruption?: Interruption): (error: NodeJS.ErrnoException) => void {
	return error => {
		if (error.code !== 'EPIPE') {
			throw error;
		}

		interruption?.readerGone();
	};
}
