/** What the engine's events, and what it remembers of a container, tell of components. Pure. */
import type {SeenEvent} from '../engine/events.ts';
import {isComponent} from '../engine/observe.ts';
import type {ObservedContainer} from '../plan/observed.ts';
import type {Happening} from './happening.ts';

/** @returns undefined for what says nothing of a component's life: execs, attaches, the lock's container */
export function fromEngine({action, component: name, node, at, exitCode, killedBy}: SeenEvent): Happening | undefined {
	if (name === '' || !isComponent(name)) {
		return undefined;
	}

	const component = node === undefined ? name : `${name}@${node}`;
	const words = wordsOf(action, exitCode, killedBy);
	return words && happened(component, at, words);
}

/** For what the engine's events, of which it keeps but a few hundred, no longer say: its last start and its last end. */
export function fromContainer({component, state, startedAt, finishedAt, exitCode, outOfMemory}: ObservedContainer): Happening[] {
	return [
		...startedAt > 0 ? [happened(component, startedAt, wordsOf('start', undefined, undefined)!)] : [],
		// Of one that runs the code is that of the time before no more.
		...finishedAt > 0 && state === 'exited' ? [happened(component, finishedAt, wordsOf('die', exitCode, undefined)!)] : [],
		...finishedAt > 0 && outOfMemory ? [happened(component, finishedAt, wordsOf('oom', undefined, undefined)!)] : [],
	];
}

type Words = Pick<Happening, 'type' | 'reason' | 'message'>;

function happened(component: string, at: number, words: Words): Happening {
	return {at, source: 'engine', component, about: component, namespace: undefined, count: 1, ...words};
}

/** The signals of `docker stop`: its `die` and its `stop` follow. */
const sigterm = 15;
const names: Readonly<Record<number, string>> = {1: 'SIGHUP', 2: 'SIGINT', 3: 'SIGQUIT', 9: 'SIGKILL', 10: 'SIGUSR1', 12: 'SIGUSR2', 18: 'SIGCONT', 19: 'SIGSTOP'};

function wordsOf(action: string, exitCode: number | undefined, killedBy: number | undefined): Words | undefined {
	switch (action) {
		case 'create': {
			return {type: 'Normal', reason: 'Created', message: 'its container was made'};
		}

		case 'start': {
			return {type: 'Normal', reason: 'Started', message: 'it runs'};
		}

		case 'die': {
			return {type: exitCode === 0 ? 'Normal' : 'Warning', reason: 'Ended', message: `with exit code ${exitCode ?? 'unknown'}`};
		}

		case 'stop': {
			return {type: 'Normal', reason: 'Stopped', message: 'on purpose: it stays as it is until somebody starts it'};
		}

		case 'kill': {
			return killedBy === undefined || killedBy === sigterm ? undefined : {type: 'Warning', reason: 'Signalled', message: `somebody sent it ${names[killedBy] ?? `signal ${killedBy}`}`};
		}

		case 'oom': {
			return {type: 'Warning', reason: 'OutOfMemory', message: 'the kernel ended a process of it: no memory was left'};
		}

		case 'pause': {
			return {type: 'Normal', reason: 'Paused', message: 'its processes are frozen'};
		}

		case 'unpause': {
			return {type: 'Normal', reason: 'Unpaused', message: 'its processes go on'};
		}

		case 'destroy': {
			return {type: 'Normal', reason: 'Removed', message: 'its container is gone'};
		}

		default: {
			return undefined;
		}
	}
}
