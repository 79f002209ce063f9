/** How often each container of a cluster was started since somebody began to count: none is missed between two looks. */
import type {ContainerEvent} from '../engine/events.ts';
import {SingleKubeError} from '../errors.ts';

export class Starts {
	readonly #counts = new Map<string, number>();
	readonly #listeners = new Set<() => void>();
	#ended: unknown;

	/** @param events the cluster's, from now on */
	constructor(events: AsyncIterable<ContainerEvent>) {
		void this.#read(events);
	}

	of(container: string): number {
		return this.#counts.get(container) ?? 0;
	}

	/** Until it was started more than `seen` times. @throws the signal's reason; SingleKubeError ENGINE_UNREACHABLE when the events end */
	async after(container: string, seen: number, signal: AbortSignal): Promise<void> {
		while (this.of(container) <= seen) {
			signal.throwIfAborted();
			if (this.#ended !== undefined) {
				throw this.#ended;
			}

			await new Promise<void>(resolve => {
				const heard = (): void => {
					this.#listeners.delete(heard);
					signal.removeEventListener('abort', heard);
					resolve();
				};

				this.#listeners.add(heard);
				signal.addEventListener('abort', heard, {once: true});
			});
		}
	}

	async #read(events: AsyncIterable<ContainerEvent>): Promise<void> {
		try {
			for await (const {action, name} of events) {
				if (action === 'start') {
					this.#counts.set(name, this.of(name) + 1);
					this.#wake();
				}
			}

			this.#ended = new SingleKubeError('ENGINE_UNREACHABLE', 'the engine closed its events', {hint: 'See whether it runs: docker version (or: single-kube engine status)'});
		} catch (error) {
			this.#ended = error;
		}

		this.#wake();
	}

	#wake(): void {
		for (const heard of [...this.#listeners]) {
			heard();
		}
	}
}
