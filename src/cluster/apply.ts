/** Carry out a plan: each operation as soon as what it waits for is done. No decision is taken here. */
import {
	createContainer, killContainer, pauseContainer, removeContainer, startContainer, stopContainer, unpauseContainer,
} from '../engine/containers.ts';
import type {Engine} from '../engine/engine.ts';
import {createNetwork, createVolume, removeNetwork, removeVolume} from '../engine/networks.ts';
import {undoFault} from '../faults/undo.ts';
import {Slots} from '../slots.ts';
import {type Emit, type SingleKubeEvent} from '../events.ts';
import {messageOf} from '../errors.ts';
import {awaitExit, awaitReady} from '../health/await-ready.ts';
import {heartbeatOf} from '../plan/heartbeat.ts';
import {applyObjects} from './apply-objects.ts';
import type {Operation, Plan, PlannedOperation} from '../plan/operations.ts';
import {resourceOf} from '../plan/print.ts';
import type {Component, Topology} from '../plan/topology.ts';

export type ApplyContext = {
	readonly engine: Engine;
	readonly topology: Topology;
	readonly emit: Emit;
	readonly signal: AbortSignal;
	/** The limit for each wait, in seconds. */
	readonly limitSeconds: number;
	/** Writes the files of these components into their volumes. */
	readonly deliver: (components: readonly Component[]) => Promise<void>;
	/** Takes back what nodes left on the engine's host. */
	readonly cleanHost: (image: string) => Promise<void>;
};

/**
 * Run a plan. When an operation fails, nothing new begins, what runs is waited for, and the first error is thrown: the
 * next reconcile sees how far it came.
 */
export async function apply(plan: Plan, context: ApplyContext): Promise<void> {
	const failure = new AbortController();
	const signal = AbortSignal.any([context.signal, failure.signal]);
	const done = new Map<number, Promise<void>>();
	const slots = new Slots(heavyAtOnce);
	const heights = heightsOf(plan);
	for (const planned of plan) {
		const before = planned.after.map(id => done.get(id)!);
		const run = (async () => {
			await Promise.all(before);
			const run = async (): Promise<void> => {
				signal.throwIfAborted();
				await runReported(planned, {...context, signal});
			};
			await (isHeavy(planned.operation) ? slots.use(run, heights.get(planned.id)!) : run());
		})();
		// The first to fail stops the others; all are awaited below, so none is left unhandled.
		run.catch((error: unknown) => {
			failure.abort(error);
		});
		done.set(planned.id, run);
	}

	await Promise.allSettled(done.values());
	if (failure.signal.aborted) {
		throw context.signal.aborted ? context.signal.reason : failure.signal.reason;
	}
}

/** Starting a container keeps a core busy for a quarter of a second: more at once only delay each other. */
const heavyAtOnce = 2;

function isHeavy({kind}: Operation): boolean {
	return kind === 'start-container' || kind === 'create-container';
}

/** How many operations follow one another from here on: whose chain is the longest goes first. */
function heightsOf(plan: Plan): Map<number, number> {
	const heights = new Map<number, number>(plan.map(({id}) => [id, 1]));
	for (const {id, after} of [...plan].reverse()) {
		for (const before of after) {
			heights.set(before, Math.max(heights.get(before)!, heights.get(id)! + 1));
		}
	}

	return heights;
}

async function runReported({id, operation, reason}: PlannedOperation, context: ApplyContext): Promise<void> {
	const common = {id, operation: operation.kind, resource: resourceOf(operation)} satisfies Partial<SingleKubeEvent>;
	const startedAt = Date.now();
	context.emit({type: 'operation-started', ...common, reason});
	try {
		await perform(operation, context);
	} catch (error) {
		// Ended because another one failed, or somebody interrupted: that is not its own failure.
		context.signal.throwIfAborted();
		context.emit({type: 'operation-failed', ...common, message: messageOf(error)});
		throw error;
	}

	const seconds = (Date.now() - startedAt) / 1000;
	context.emit({type: 'operation-finished', ...common, startedAt, seconds});
	if (operation.kind === 'await-ready') {
		context.emit({type: 'component-ready', component: operation.component, seconds});
	}
}

async function perform(operation: Operation, {engine, topology, signal, limitSeconds, deliver, cleanHost}: ApplyContext): Promise<void> {
	const find = (id: string): Component => topology.components.find(component => component.id === id)!;
	switch (operation.kind) {
		case 'create-network': {
			return createNetwork(engine, operation.network);
		}

		case 'remove-network': {
			return removeNetwork(engine, operation.id);
		}

		case 'create-volume': {
			return createVolume(engine, operation.volume);
		}

		case 'remove-volume': {
			return removeVolume(engine, operation.name);
		}

		case 'deliver-files': {
			return deliver(operation.components.map(id => find(id)));
		}

		case 'apply-objects': {
			return applyObjects(engine, topology, limitSeconds, signal);
		}

		case 'create-container': {
			await createContainer(engine, find(operation.component).container, topology.network.name);
			return;
		}

		case 'start-container': {
			return startContainer(engine, operation.name);
		}

		case 'unpause-container': {
			return unpauseContainer(engine, operation.name);
		}

		case 'pause-container': {
			return pauseContainer(engine, operation.name);
		}

		case 'pause-pods': {
			await Promise.all(operation.containers.map(async id => pauseContainer(engine, id)));
			return;
		}

		case 'unpause-pods': {
			await Promise.all(operation.containers.map(async id => unpauseContainer(engine, id)));
			return;
		}

		case 'await-heartbeat': {
			return awaitReady(engine, topology, {...find(operation.component), ready: heartbeatOf(operation.node)}, limitSeconds, signal);
		}

		case 'kill-container': {
			return killContainer(engine, operation.name);
		}

		case 'stop-container': {
			return stopContainer(engine, operation.name, operation.graceSeconds);
		}

		case 'remove-container': {
			return removeContainer(engine, operation.name);
		}

		case 'end-fault': {
			return undoFault(engine, topology, operation.fault, {start: false}, signal);
		}

		case 'stop-pods': {
			await Promise.all(operation.containers.map(async id => stopContainer(engine, id, operation.graceSeconds)));
			return;
		}

		case 'remove-pods': {
			await Promise.all(operation.containers.map(async id => removeContainer(engine, id)));
			return;
		}

		case 'await-serving': {
			const component = find(operation.component);
			return awaitReady(engine, topology, {...component, ready: component.serving}, limitSeconds, signal);
		}

		case 'await-ready': {
			return awaitReady(engine, topology, find(operation.component), limitSeconds, signal);
		}

		case 'await-exit': {
			return awaitExit(engine, find(operation.component), limitSeconds, signal);
		}

		case 'clean-host': {
			return cleanHost(operation.image);
		}
	}
}
