/** For programs that show what they wait for. */
import {type Emit, EventQueue} from '../events.ts';
import {type Progress, type ProgressOptions, showProgress} from '../renderers/choose.ts';

/**
 * Do work while its events are shown on standard error; whatever comes of it, everything is shown before.
 *
 * @param work gets what to push events with, and the live progress, to be suspended while something else is written
 */
export async function shown<T>(work: (emit: Emit, progress: Progress) => Promise<T>, options: ProgressOptions = {}): Promise<T> {
	const queue = new EventQueue();
	const progress = showProgress(queue, options);
	try {
		return await work(queue.push, progress);
	} finally {
		queue.end();
		await progress.finished;
	}
}
