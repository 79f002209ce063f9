/** Which components there are and how they are: looked at again after each event of the engine. */
import {type Restarts, restartsOf} from '../../agent/restarts.ts';
import {readAgentTopology} from '../../cluster/agent-topology.ts';
import {containerEvents, volumeEvents} from '../../engine/events.ts';
import {observe, otherLabels} from '../../engine/observe.ts';
import {type ComposeService, readServices} from '../../explain/about.ts';
import {faultVolumePrefix} from '../../faults/fault.ts';
import type {Observed, ObservedContainer} from '../../plan/observed.ts';
import type {Component, Topology} from '../../plan/topology.ts';
import {readRestarts} from '../../status/read-restarts.ts';
import type {ComponentRecord} from '../state.ts';
import {again} from './again.ts';
import {batch} from './batch.ts';
import type {Subject} from './subject.ts';

/** Milliseconds: events come in bursts, and without any it is looked at again all the same. */
const burst = 100;
const patience = 30_000;
/** The supervisor counts what it started again when that is ready. */
const counting = 3000;

/** What changes a container's state; execs and the like do not. */
const telling = new Set(['create', 'start', 'die', 'stop', 'kill', 'pause', 'unpause', 'oom', 'destroy', 'restart']);

/** Follow until the signal says so. */
export async function followComponents({engine, cluster, push}: Subject, signal: AbortSignal): Promise<void> {
	let topology: Topology | undefined;
	const services = await readServices();
	const look = async (): Promise<void> => {
		const observed = await observe(engine, cluster);
		topology ??= await readAgentTopology(engine, cluster).catch(() => undefined);
		push({type: 'faults-seen', faults: observed.faults ?? []});
		push({type: 'components-seen', components: componentRecords(observed, topology, services, await readRestarts(engine, cluster))});
	};

	await again(async inner => {
		const events = await containerEvents(engine, cluster, inner);
		const marks = await volumeEvents(engine, faultVolumePrefix(cluster), inner);
		await look();
		await new Promise<void>((resolve, reject) => {
			const looks = batch<void>(burst, 1, () => {
				look().catch(reject);
			});
			const timer = setInterval(looks.add, patience);
			let counted: NodeJS.Timeout | undefined;
			inner.addEventListener('abort', () => {
				clearTimeout(counted);
				clearInterval(timer);
				resolve();
			}, {once: true});
			const read = async (): Promise<void> => {
				for await (const {action, component: name, node} of events) {
					if (!otherLabels.includes(name) && telling.has(action)) {
						// What a new container is made for may have changed.
						topology = action === 'create' ? undefined : topology;
						const component = node === undefined ? name : `${name}@${node}`;
						if (action !== 'kill' && action !== 'restart') {
							push({type: 'engine-event', event: {at: Date.now(), action, component}});
						}

						looks.add();
						if (action === 'start') {
							clearTimeout(counted);
							counted = setTimeout(looks.add, counting);
						}
					}
				}

				throw new Error('the engine ended its events');
			};

			// Of a limit, or of a network that is gone, no container tells.
			const readMarks = async (): Promise<void> => {
				for await (const _ of marks) {
					looks.add();
				}
			};

			Promise.all([read(), readMarks()]).catch(reject);
		});
	}, signal, message => {
		push({type: 'engine-lost', at: Date.now(), message});
	});
}

type Services = ReadonlyMap<string, Pick<ComposeService, 'about'>>;

/** Those that there are, and those that there should be. Sorted by name. Pure. @param services what compose/ tells of them @param counted by the supervisor */
export function componentRecords({containers, held}: Observed, topology: Topology | undefined, services: Services, counted: Restarts): ComponentRecord[] {
	const wanted = topology?.components ?? [];
	const seen = containers.map(container => recordOf(container, held, wanted.find(({id}) => id === container.component), services, restartsOf(container, counted)));
	const missing = wanted.filter(({id}) => containers.every(({component}) => component !== id)).map(({id, job, summary, container}): ComponentRecord => ({
		id, job, summary, about: aboutOf(id, services), container: container.name, image: container.image, state: 'missing', held: held.includes(id), exitCode: 0, startedAt: 0, finishedAt: 0, restarts: 0,
		design: wanted.find(component => component.id === id),
	}));
	return [...seen, ...missing].sort((a, b) => a.id.localeCompare(b.id));
}

function recordOf({component: id, name, state, exitCode, startedAt, finishedAt, image}: ObservedContainer, held: readonly string[], wanted: Component | undefined, services: Services, restarts: number): ComponentRecord {
	return {
		id, container: name, state, held: held.includes(id), job: wanted?.job ?? id.startsWith('node-prepare@'), exitCode, startedAt, finishedAt, image, restarts,
		summary: wanted?.summary ?? '', about: aboutOf(id, services), design: wanted,
	};
}

function aboutOf(id: string, services: Services): ComponentRecord['about'] {
	const about = services.get(id.split('@')[0]!)?.about;
	return about && {does: about.does.trim(), without: about.without.trim()};
}
