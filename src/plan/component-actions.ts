/** What can be done to one component from the command line, what cannot, and what to expect of it. Pure. */
import type {Component} from './topology.ts';

export type ComponentAction = 'start' | 'stop' | 'restart' | 'kill' | 'pause' | 'unpause';

export type Refusal = {
	/** Continues "kubelet@node-1 cannot be stopped: ". */
	readonly reason: string;
	/** What to do in its place. */
	readonly hint: string;
};

type Named = Pick<Component, 'id' | 'name' | 'node' | 'job'>;

/** @returns undefined for what makes sense */
export function refusalOf({id, name, node, job}: Named, action: ComponentAction): Refusal | undefined {
	if (job) {
		return {reason: 'it is a job, which runs to its end each time before the kubelet starts', hint: `Have it run again: single-kube restart kubelet${node === undefined ? '' : `@${node}`}`};
	}

	if (name === 'node' && ['stop', 'pause', 'restart'].includes(action)) {
		return {
			reason: 'it owns the network namespace of its node and does nothing else; whatever is in there would stay in a dead one',
			hint: `Stop what works there: single-kube stop kubelet@${node} kube-proxy@${node}. Or see it crash: single-kube kill ${id}`,
		};
	}

	if (name === 'agent' && action === 'stop') {
		return {reason: 'its guard would start it again at once', hint: 'Freeze it: single-kube pause agent. Or see it crash: single-kube kill agent'};
	}

	return undefined;
}

export const pastOf = {start: 'started', stop: 'stopped', restart: 'restarted', kill: 'killed', pause: 'paused', unpause: 'unpaused'} as const satisfies Record<ComponentAction, string>;

/** @param without what breaks when it is away, as its file in compose/ says @returns a line for a person; undefined where nothing is to be said */
export function expectationOf({id, name}: Pick<Component, 'id' | 'name'>, action: ComponentAction, without: string | undefined): string | undefined {
	switch (action) {
		case 'stop':
		case 'pause': {
			return without === undefined ? undefined : `without ${id}: ${without}`;
		}

		case 'kill': {
			return `when its program ends, as by a crash, ${name === 'agent' ? 'the agent-guard' : 'the agent'} starts ${id} again`;
		}

		case 'start':
		case 'restart':
		case 'unpause': {
			return undefined;
		}
	}
}
