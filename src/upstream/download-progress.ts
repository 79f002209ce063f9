import type {Emit} from '../events.ts';
import type {Received} from './fetch-part.ts';

/** Milliseconds between two events of one file. */
const eventPause = 100;

/** What was received as events: ten a second at most, and always the one of the end. */
export function reportProgress(name: string, emit: Emit, now: () => number = Date.now): Received {
	let last = -Infinity;
	return (bytes, total) => {
		if (bytes === total || now() - last >= eventPause) {
			last = now();
			emit({type: 'download-progressed', name, bytes, total});
		}
	};
}
