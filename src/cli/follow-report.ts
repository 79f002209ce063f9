/** The way of a pod as a person and as a program read it. */
import type {Detail} from '../follow/stage.ts';
import {formatDuration, formatSince} from '../follow/format.ts';
import type {Step, Way} from '../follow/way.ts';

/** A step is printed when the next one is done, or so many milliseconds after it: the gateway tells of a call when it is over. */
const patience = 350;
/** Etcd is given so long to say what it has, before anything is printed behind that, in milliseconds. */
const answersWithin = 1500;
/** So long nothing happens, and it is said what it waits for, in milliseconds. */
const silence = 1500;

/** Prints steps in their order, each once, when nothing more is to be said of it. */
export class WayPrinter {
	readonly #wide: boolean;
	readonly #print: (line: string) => void;
	readonly #printed = new Set<string>();
	#way: Way | undefined;
	#begun = false;
	#beganAt = 0;
	#waiting: string | undefined;
	#timer: NodeJS.Timeout | undefined;

	/** @param wide with what every version of the pod in etcd was */
	constructor(wide: boolean, print: (line: string) => void) {
		this.#wide = wide;
		this.#print = print;
	}

	show(way: Way): void {
		this.#way = way;
		if (!this.#begun) {
			this.#begun = true;
			this.#beganAt = performance.now();
			this.#print(formatBeginning(way));
		}

		const done = way.steps.filter(({state}) => state === 'done');
		this.#steps(this.#answered(done.slice(0, -1)));
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => {
			this.#steps(this.#answered(done));
			this.#timer = setTimeout(() => {
				this.flush();
			}, silence);
		}, patience);
	}

	/** Print what is done, and what it waits for. */
	flush(): void {
		clearTimeout(this.#timer);
		if (this.#way) {
			this.#steps(this.#way.steps.filter(({state}) => state === 'done'));
			const {waiting} = this.#way;
			if (waiting && this.#waiting !== waiting.text) {
				this.#print(`${''.padStart(11)}... it ${waiting.text}`);
			}

			this.#waiting = waiting?.text;
		}
	}

	end(way: Way): void {
		this.#way = {...way, waiting: undefined};
		this.flush();
		for (const step of way.steps.filter(({state}) => state === 'failed')) {
			this.#step(step);
		}

		this.#print(formatEnd(way));
	}

	/** Those before the first of which more will be known in a moment. */
	#answered(steps: readonly Step[]): readonly Step[] {
		const unanswered = steps.findIndex(({pending}) => pending);
		return unanswered === -1 || performance.now() - this.#beganAt > answersWithin ? steps : steps.slice(0, unanswered);
	}

	#steps(steps: readonly Step[]): void {
		for (const step of steps) {
			this.#step(step);
		}
	}

	#step(step: Step): void {
		const id = `${step.id} ${step.state === 'failed' ? 'failed' : ''}`;
		if (!this.#printed.has(id)) {
			this.#printed.add(id);
			for (const line of formatStep(step, this.#wide)) {
				this.#print(line);
			}
		}
	}
}

export function formatBeginning({namespace, pod, began}: Way): string {
	return `The pod ${namespace}/${pod}${began === undefined ? '' : `, since ${new Date(began).toISOString()}`}`;
}

/** @param wide with each version of the pod in etcd */
export function formatStep(step: Step, wide: boolean): string[] {
	const {id, who, title, took, exact, says, failure, details, state} = step;
	const indent = ''.padStart(11);
	const took_ = took === undefined || took < 1 ? '' : `  after ${exact ? '' : 'about '}${formatDuration(took, exact)}`;
	return [
		`${formatSince(step).padStart(9)}  ${who.padEnd(16)}  ${state === 'failed' ? `not ${title}` : title}${took_}`,
		`${indent}${failure ?? says}`,
		...(wide || id !== 'stored' ? details : []).map(detail => `${indent}  ${formatDetail(detail)}`),
	];
}

function formatDetail({milliseconds, text}: Detail): string {
	return `${text}${milliseconds === undefined ? '' : `  ${formatDuration(milliseconds, true)}`}`;
}

export function formatEnd({namespace, pod, state, steps}: Way): string {
	const last = steps.findLast(step => step.state === 'done');
	const took = last?.since === undefined ? '' : ` after ${last.exact ? '' : 'about '}${formatDuration(last.since, last.exact)}`;
	switch (state) {
		case 'ready': {
			return `${namespace}/${pod} is ready${took}`;
		}

		case 'gone': {
			return `${namespace}/${pod} is gone${took}`;
		}

		case 'failed': {
			return `${namespace}/${pod} is not ready: ${steps.find(step => step.state === 'failed')?.failure ?? 'it failed'}`;
		}

		case 'running': {
			return `${namespace}/${pod} is on its way`;
		}
	}
}

/** What programs get: times as ISO 8601, durations in milliseconds. */
export function recordOf({began, steps, waiting, ...way}: Way): object {
	return {
		...way, began: iso(began), waiting: waiting && {...waiting, since: iso(waiting.since)},
		steps: steps.map(({id, who, title, state, time, since, took, exact, says, failure, details}) => ({
			id, who, title, state, at: iso(time?.at), exact, sinceMilliseconds: since, tookMilliseconds: took, says, failure,
			details: details.map(({time: at, milliseconds, text}) => ({at: iso(at?.at), milliseconds, text})),
		})),
	};
}

function iso(at: number | undefined): string | undefined {
	return at === undefined ? undefined : new Date(at).toISOString();
}
