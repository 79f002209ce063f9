/** What the supervisor did, from the lines of the agent's log that src/agent/supervisor.ts writes. Pure. */
import type {Happening} from './happening.ts';

/** Reads line after line, since a plan has several and only its first a time. */
export class AgentLogReader {
	#at = 0;

	/** @returns undefined for a line that tells of no repair */
	read(line: string): Happening | undefined {
		const [, time, said = line] = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) (.*)$/.exec(line) ?? [];
		if (time !== undefined) {
			this.#at = Date.parse(time);
		}

		if (this.#at === 0) {
			return undefined;
		}

		// A line of a plan: "[1,2] -> #3 start-container etcd: is exited with code 137".
		const [, operation, resource, why] = /^(?:\[[\d,]+\] -> )?#\d+ ([a-z]+-container) (\S+): (.*)$/.exec(said) ?? [];
		if (time === undefined) {
			return operation === 'start-container' || operation === 'create-container' || operation === 'unpause-container'
				? this.#of(resource!, 'Normal', 'Repairing', `${operation.replace('-container', '')}: ${why}`) : undefined;
		}

		const [, held] = /^(\S+) was stopped on purpose: it stays as it is$/.exec(said) ?? [];
		if (held !== undefined) {
			return this.#of(held, 'Normal', 'LeftAlone', 'it was stopped on purpose');
		}

		const [, failure] = /^the repair failed: (.*)$/.exec(said) ?? [];
		return failure === undefined ? undefined : this.#of('agent', 'Warning', 'RepairFailed', failure);
	}

	#of(component: string, type: Happening['type'], reason: string, message: string): Happening {
		return {at: this.#at, source: 'supervisor', type, component, about: component, namespace: undefined, reason, message, count: 1};
	}
}
