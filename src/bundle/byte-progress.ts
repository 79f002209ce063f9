/** Work that takes bytes in, as events. */
import type {Emit} from '../events.ts';

export type ByteWork = {
	/** What the bytes are of. */
	readonly name: string;
	/** As a command and as a past tense: `load`, `loaded`. */
	readonly doing: string;
	readonly done: string;
	readonly total: number;
};

/** Ten events a second look alive. */
const pause = 100;

/** @param work told how to report: with the number of bytes that came since the last time */
export async function reportBytes<T>(emit: Emit, {name, doing, done, total}: ByteWork, work: (seen: (bytes: number) => void) => Promise<T>): Promise<T> {
	const startedAt = performance.now();
	let bytes = 0;
	let reported = -Infinity;
	const result = await work(more => {
		bytes += more;
		const now = performance.now();
		if (now - reported >= pause) {
			reported = now;
			emit({type: 'transfer-progressed', name, doing, bytes, total});
		}
	});
	emit({type: 'transfer-finished', name, done, bytes, seconds: (performance.now() - startedAt) / 1000});
	return result;
}
