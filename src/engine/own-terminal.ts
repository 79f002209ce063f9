/** This process's terminal, handed to a program in a container: every key goes there, Ctrl-C included. */
import type {InteractiveExec} from './exec-interactive.ts';

export type OwnTerminal = NonNullable<InteractiveExec['terminal']> & {
	/** Give the terminal back as it was; also done when the process exits by itself. */
	readonly restore: () => void;
};

type Streams = Pick<NodeJS.Process, 'stdin' | 'stdout'>;

/** @returns undefined unless both input and output are terminals */
export function ownTerminal({stdin, stdout}: Streams): OwnTerminal | undefined {
	if (!stdin.isTTY || !stdout.isTTY) {
		return undefined;
	}

	const wasRaw = stdin.isRaw;
	const restore = (): void => {
		stdin.setRawMode(wasRaw);
		process.off('exit', restore);
	};

	stdin.setRawMode(true);
	process.on('exit', restore);
	return {
		restore,
		size: () => ({columns: stdout.columns, rows: stdout.rows}),
		onResize(changed) {
			stdout.on('resize', changed);
			return () => {
				stdout.off('resize', changed);
			};
		},
	};
}
