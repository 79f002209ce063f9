/** Tell people what is wrong with an Ingress, as events that `kubectl describe ingress` shows. */
import {keyOf} from '../api/key-of.ts';
import type {RecordEvent} from '../controllers/event-recorder.ts';
import type {Problem} from './routes.ts';

/** What comes right by itself within this time, because objects come one after the other, is not worth an event. */
const graceMs = 3000;

/** The longest message that is shown whole, in characters. */
const longest = 1000;

export type Report = (problems: readonly Problem[]) => void;

export type ReportOptions = {
	readonly record: RecordEvent;
	readonly log: (line: string) => void;
	/** Calls something later, in milliseconds; for tests. */
	readonly later?: (call: () => void, milliseconds: number) => void;
};

/** @returns to be called with all problems whenever they may have changed, and now and then: what lasts is said again */
export function createReport({record, log, later = afterwards}: ReportOptions): Report {
	let current = new Map<string, Problem>();
	const waiting = new Set<string>();
	const told = new Set<string>();

	const tell = (key: string, {ingress, reason, message}: Problem): void => {
		if (!told.has(key)) {
			told.add(key);
			log(`${keyOf(ingress)}: ${reason}: ${message}`);
		}

		void record({kind: 'Ingress', object: ingress, topic: key}, {type: 'Warning', reason, message: message.slice(0, longest)});
	};

	return problems => {
		current = new Map(problems.map(problem => [keyFor(problem), problem]));
		for (const key of [...told].filter(known => !current.has(known))) {
			told.delete(key);
		}

		for (const [key, problem] of current) {
			if (told.has(key)) {
				tell(key, problem);
			} else if (!waiting.has(key)) {
				waiting.add(key);
				later(() => {
					waiting.delete(key);
					const still = current.get(key);
					if (still) {
						tell(key, still);
					}
				}, graceMs);
			}
		}
	};
}

/** The program lives as long as nginx does, not as long as this waits. */
const afterwards = (call: () => void, milliseconds: number): void => {
	setTimeout(call, milliseconds).unref();
};

const keyFor = ({ingress, reason, message}: Problem): string => JSON.stringify([ingress.metadata.uid, reason, message]);
