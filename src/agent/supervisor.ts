/**
 * The supervisor: brings its cluster to what it should be, again and again. The same observe, reconcile and apply as
 * the command line, run inside (DESIGN §3a). While a command holds the cluster's lock it keeps its hands off.
 */
import {setTimeout as sleep} from 'node:timers/promises';
import {apply} from '../cluster/apply.ts';
import {deliverFiles} from '../cluster/deliver.ts';
import {lockName} from '../cluster/lock.ts';
import type {Engine} from '../engine/engine.ts';
import {type ContainerEvent, containerEvents, volumeEvents} from '../engine/events.ts';
import {readFaults} from '../engine/fault-marks.ts';
import {containerExists} from '../engine/inspect.ts';
import {createVolume, removeVolume} from '../engine/networks.ts';
import {isComponent, lockComponent, observe} from '../engine/observe.ts';
import {messageOf, SingleKubeError} from '../errors.ts';
import {faultVolumePrefix, keepsDown} from '../faults/fault.ts';
import {heldVolume} from '../plan/held.ts';
import {printPlan, resourceOf} from '../plan/print.ts';
import {reconcile} from '../plan/reconcile.ts';
import type {Topology} from '../plan/topology.ts';
import {Alarm} from './alarm.ts';
import {Backoff} from './backoff.ts';
import {keepFaults} from './fault-keeper.ts';
import {InOrder} from './in-order.ts';
import {intentOf, stopMayFollow} from './intent.ts';

export type SupervisorOptions = {
	readonly engine: Engine;
	/** Read anew whenever a command let go of the lock: it may have changed what the cluster should be. */
	readonly readTopology: () => Promise<Topology>;
	/** Told of each new topology, for the gateways. */
	readonly changed: (topology: Topology) => Promise<void>;
	/** Whether containers are made and removed; else only started, since somebody else, such as Compose, makes them. True by default. */
	readonly makes?: boolean;
	/** Told of each component that it started again, with the id of its container. */
	readonly restarted?: (component: string, container: string) => Promise<void>;
	readonly log: (line: string) => void;
	readonly signal: AbortSignal;
};

/** Times in milliseconds: after an event, so that a burst of them is one look; and a look without any event. */
const gather = 30;
const lookAnyway = 60_000;
/** The limit for each wait of a repair, in seconds. */
const limitSeconds = 120;

/** Runs until the signal says so. @throws SingleKubeError ENGINE_UNREACHABLE when the engine's events end: the engine starts us again */
export async function supervise(options: SupervisorOptions): Promise<void> {
	const {engine, readTopology, changed, restarted, makes = true, log, signal} = options;
	let topology = await readTopology();
	await changed(topology);
	const {cluster} = topology;
	const backoff = new Backoff();
	const waiting = new Map<string, number>();
	const wake = new Alarm();
	const faultsChanged = new Alarm();
	const events = await containerEvents(engine, cluster, signal);
	const marked = await volumeEvents(engine, faultVolumePrefix(cluster), signal);
	let locked = await containerExists(engine, lockName(cluster));
	let repairing: AbortController | undefined;
	let fail: (error: unknown) => void = () => undefined;
	const failed = new Promise<never>((_, reject) => {
		fail = reject;
	});
	const marks = new InOrder(error => {
		fail(error);
	});

	const follow = async (): Promise<never> => {
		for await (const event of events) {
			if (event.component === lockComponent) {
				await onLock(event);
			} else if (isComponent(event.component) && !locked) {
				onComponent(event);
			}
		}

		return eventsEnded(signal);
	};

	const followMarks = async (): Promise<never> => {
		for await (const _ of marked) {
			faultsChanged.ring();
			wake.ring();
		}

		return eventsEnded(signal);
	};

	const onLock = async (event: ContainerEvent): Promise<void> => {
		if (event.name !== lockName(cluster)) {
			return;
		}

		if (event.action === 'create') {
			locked = true;
			repairing?.abort(new Error('a command has the cluster\'s lock'));
		} else if (event.action === 'destroy') {
			locked = false;
			topology = await readTopology();
			await changed(topology);
			wake.ring();
			faultsChanged.ring();
		}
	};

	// Not awaited one by one: whoever stops many at once has the next one stopped before the mark of this one is made.
	const onComponent = (event: ContainerEvent): void => {
		const intent = intentOf(event, Date.now());
		switch (intent.kind) {
			case 'hold': {
				// A look that has begun does not see the mark yet.
				waiting.set(intent.component, Date.now() + stopMayFollow);
				marks.begin(intent.component, async () => {
					if ((await readFaults(engine, cluster)).some(fault => fault.component === intent.component && keepsDown(fault))) {
						return;
					}

					await createVolume(engine, heldVolume(cluster, intent.component));
					log(`${intent.component} was stopped on purpose: it stays as it is`);
				});
				break;
			}

			case 'release': {
				const waited = waiting.delete(intent.component);
				marks.begin(intent.component, async () => {
					if (waited || await isHeld(engine, cluster, intent.component)) {
						await removeVolume(engine, heldVolume(cluster, intent.component).name);
					}

					wake.ring();
					faultsChanged.ring();
				});
				break;
			}

			case 'wait': {
				waiting.set(intent.component, intent.until);
				break;
			}

			case 'look': {
				wake.ring();
				faultsChanged.ring();
				break;
			}

			case 'ignore': {
				break;
			}
		}
	};

	/** Components to leave alone for now, and when to look again. */
	const notYet = (): {set: Set<string>; next: number} => {
		const now = Date.now();
		const times = topology.components.map(({id}) => ({id, until: Math.max(waiting.get(id) ?? 0, backoff.notBefore(id, now))}));
		const later = times.filter(({until}) => until > now);
		return {set: new Set(later.map(({id}) => id)), next: Math.min(lookAnyway, ...later.map(({until}) => until - now))};
	};

	const look = async (): Promise<number> => {
		const observed = await observe(engine, cluster);
		// Now and not before: what was seen to have ended may have been stopped meanwhile.
		const {set, next} = notYet();
		const plan = reconcile(topology, observed, {leaveAlone: set, makes, now: Date.now()});
		if (plan.length === 0) {
			return next;
		}

		log(`repairing:\n${printPlan(plan)}`);
		for (const {operation} of plan) {
			if (operation.kind === 'start-container') {
				backoff.started(operation.component, Date.now());
			}
		}

		repairing = new AbortController();
		try {
			await apply(plan, {
				engine, topology, limitSeconds, signal: AbortSignal.any([signal, repairing.signal]),
				emit: event => {
					if (event.type === 'operation-finished') {
						log(`${event.operation} ${event.resource} done in ${event.seconds.toFixed(2)} s`);
						const again = event.operation === 'start-container' && observed.containers.find(({component, startedAt}) => component === event.resource && startedAt > 0);
						if (again) {
							restarted?.(event.resource, again.id).catch((error: unknown) => log(`a restart was not counted: ${messageOf(error)}`));
						}
					} else if (event.type === 'operation-failed') {
						log(`${event.operation} ${event.resource} failed: ${event.message}`);
					}
				},
				deliver: async components => deliverFiles(engine, cluster, topology.components[0]!.container.image, components),
				cleanHost: async () => undefined,
			});
			log(`repaired: ${[...new Set(plan.map(({operation}) => resourceOf(operation)))].join(', ')}`);
			return 0;
		} catch (error) {
			signal.throwIfAborted();
			log(`the repair failed: ${messageOf(error)}${error instanceof SingleKubeError && error.because !== undefined ? `; cause: ${error.because}; to do: ${error.hint}` : ''}`);
			return Math.max(1000, notYet().next === lookAnyway ? 5000 : notYet().next);
		}
	};

	const repair = async (): Promise<never> => {
		while (true) {
			if (locked) {
				await wake.wait(lookAnyway, signal);
				locked = await containerExists(engine, lockName(cluster));
				faultsChanged.ring();
				continue;
			}

			await wake.wait(await look(), signal);
			await sleep(gather, undefined, {signal});
		}
	};

	const faults = keepFaults({engine, topology: () => topology, locked: () => locked, wake: faultsChanged, log, signal});
	await Promise.race([follow(), followMarks(), repair(), faults, failed]);
}

function eventsEnded(signal: AbortSignal): never {
	signal.throwIfAborted();
	throw new SingleKubeError('ENGINE_UNREACHABLE', 'the engine closed its events', {hint: 'Nothing: the engine starts the agent again when it is back'});
}

async function isHeld(engine: Engine, cluster: string, component: string): Promise<boolean> {
	return (await observe(engine, cluster)).held.includes(component);
}
