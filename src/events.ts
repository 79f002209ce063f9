/**
 * What happens while single-kube works, as past-tense, serialisable records. Whoever works pushes them, whoever
 * shows them reads them at its own pace: a slow terminal never stalls the cluster.
 */

/** A stretch of work a person thinks in; a renderer shows one line for each. */
export type Phase = 'engine' | 'images' | 'prepare' | 'control-plane' | 'node' | 'cluster' | 'registry' | 'bundle' | 'test' | 'stop' | 'delete' | 'pause' | 'components' | 'scenario';

/** Something that happened, in the past tense and serialisable. docs/events.md explains each. */
export type SingleKubeEvent =
	/** The first of every command that shows progress, before anything is loaded: which single-kube works on which cluster. */
	| {readonly type: 'began'; readonly version: string; readonly cluster: string}
	| {readonly type: 'phase-started'; readonly phase: Phase; readonly title: string}
	| {readonly type: 'phase-finished'; readonly phase: Phase; readonly title: string; readonly seconds: number}
	/** One thing worth a line of its own: a decision taken, a package about to be installed. */
	| {readonly type: 'noted'; readonly phase: Phase; readonly text: string}
	| {readonly type: 'warned'; readonly phase: Phase; readonly text: string}
	| {readonly type: 'image-build-started'; readonly image: string; readonly reason: string}
	/** `step` of `steps` of the Dockerfile; `line` is the newest line of output, e.g. what is being compiled. */
	| {readonly type: 'image-build-progressed'; readonly image: string; readonly step: number; readonly steps: number; readonly line: string}
	| {readonly type: 'image-build-finished'; readonly image: string; readonly seconds: number}
	/** An image comes from a registry: bytes over all of its layers that the engine lacks; no `total` until each one's size is known. */
	| {readonly type: 'image-pull-progressed'; readonly image: string; readonly from: string; readonly bytes: number; readonly total?: number}
	| {readonly type: 'image-pull-finished'; readonly image: string; readonly from: string; readonly seconds: number}
	| {readonly type: 'download-started'; readonly name: string; readonly url: string}
	/** `bytes` of it are here; `total` where the server says how many there are. Ten a second at most for each name. */
	| {readonly type: 'download-progressed'; readonly name: string; readonly bytes: number; readonly total?: number}
	| {readonly type: 'download-finished'; readonly name: string; readonly bytes: number; readonly seconds: number}
	/** Of a bundle: what is done with it, and how far, in bytes; `total` is an estimate while it is made. */
	| {readonly type: 'transfer-progressed'; readonly name: string; readonly doing: string; readonly bytes: number; readonly total: number}
	| {readonly type: 'transfer-finished'; readonly name: string; readonly done: string; readonly bytes: number; readonly seconds: number}
	| {readonly type: 'operation-started'; readonly id: number; readonly operation: string; readonly resource: string; readonly reason: string}
	| {readonly type: 'operation-finished'; readonly id: number; readonly operation: string; readonly resource: string; readonly startedAt: number; readonly seconds: number}
	| {readonly type: 'operation-failed'; readonly id: number; readonly operation: string; readonly resource: string; readonly message: string}
	| {readonly type: 'component-ready'; readonly component: string; readonly seconds: number}
	| {readonly type: 'check-finished'; readonly check: string; readonly ok: boolean; readonly seconds: number; readonly detail: string};

/** An event with the time at which it was pushed, in milliseconds since the epoch. */
export type TimedEvent = SingleKubeEvent & {readonly at: number};

/** Takes an event, and never waits or throws. */
export type Emit = (event: SingleKubeEvent) => void;

/** For callers that do not care. */
export const ignoreEvents: Emit = () => undefined;

/** An unbounded queue with one reader: `push` never waits, iteration ends after `end()` when all has been read. */
export class EventQueue implements AsyncIterable<TimedEvent> {
	readonly #waiting: TimedEvent[] = [];
	#wake: (() => void) | undefined;
	#ended = false;

	readonly push: Emit = event => {
		this.#waiting.push({...event, at: Date.now()});
		this.#wake?.();
	};

	end(): void {
		this.#ended = true;
		this.#wake?.();
	}

	async * [Symbol.asyncIterator](): AsyncIterator<TimedEvent> {
		while (true) {
			const next = this.#waiting.shift();
			if (next) {
				yield next;
			} else if (this.#ended) {
				return;
			} else {
				await new Promise<void>(resolve => {
					this.#wake = resolve;
				});
				this.#wake = undefined;
			}
		}
	}
}

/** Run `work` as a phase: its start and its end, with the seconds it took, become events. */
export async function inPhase<T>(emit: Emit, phase: Phase, title: string, work: () => Promise<T>): Promise<T> {
	const startedAt = performance.now();
	emit({type: 'phase-started', phase, title});
	const result = await work();
	emit({type: 'phase-finished', phase, title, seconds: (performance.now() - startedAt) / 1000});
	return result;
}
