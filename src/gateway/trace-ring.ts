/** The last calls about pods and images, kept for whoever comes to look, and handed on to whoever looks. */
import type {TraceRecord} from './trace.ts';

/** Measured with pods that come and go: half a kilobyte each, so that the agent keeps a quarter of a megabyte. */
const kept = 512;

export type TraceRing = {
	/** Never waits and never throws. */
	readonly add: (record: TraceRecord) => void;
	/** Tell what is kept, the oldest first, and then each as it comes. @returns what ends that */
	readonly read: (tell: (record: TraceRecord) => void) => () => void;
};

/** @param size how many records; each that is too many pushes the oldest out */
export function createTraceRing(size = kept): TraceRing {
	let records: TraceRecord[] = [];
	const readers = new Set<(record: TraceRecord) => void>();
	return {
		add(record) {
			// The kubelet lists containers every second, whether anything happens or not.
			if (!record.about && !isOfImage(record)) {
				return;
			}

			records.push(record);
			if (records.length >= size * 2) {
				records = records.slice(-size);
			}

			for (const tell of readers) {
				tell(record);
			}
		},
		read(tell) {
			for (const record of records.slice(-size)) {
				tell(record);
			}

			readers.add(tell);
			return () => {
				readers.delete(tell);
			};
		},
	};
}

/** One image asked for or pulled; not the list of all of them. */
function isOfImage({path}: TraceRecord): boolean {
	return /^(\/v[\d.]+)?\/images\/(?!json)/.test(path);
}
