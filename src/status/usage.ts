/**
 * What each component uses. The engine's own statistics come with the next tick of its clock, a second each (measured: Docker
 * 20.10, one-shot too), so the kernel's counters are asked, in a container that sees them; the engine only where none runs.
 */
import type {Engine} from '../engine/engine.ts';
import {execInContainer} from '../engine/exec.ts';
import {sampleContainers, type Usage, usageBetween, type UsageSample} from '../engine/stats.ts';
import {deadline} from '../health/deadline.ts';
import type {Observed} from '../plan/observed.ts';
import {type Counted, readSamples, usageScript} from './usage-script.ts';

/** The shortest time between two looks that gives a rate worth showing, in seconds. */
const apart = 0.3;
/** For an engine that is busy, in seconds. */
const limit = 3;

/** Components that have the host's processes and cgroups. */
const seers = ['kubelet', 'cri-dockerd'];

export type ComponentUsage = Pick<Usage, 'container' | 'memoryBytes'> & {/** Per cent of one core; undefined when there was one look only. */ readonly cpuPercent: number | undefined};

/** Keeps the last samples of who asks again and again. */
export class UsageMeter {
	last: readonly UsageSample[] = [];
}

/** Of what runs; not being able to say is no failure. @throws the signal's reason */
export async function measureUsage(engine: Engine, observed: Observed, meter: UsageMeter | undefined, signal: AbortSignal): Promise<ComponentUsage[]> {
	const running = observed.containers.filter(({state}) => state === 'running');
	const counted = running.map(({id, name, component, pid}) => ({id, container: name, component, pid}));
	const seer = running.find(({component}) => seers.includes(component.split('@')[0]!))?.name;
	const earlier = meter?.last ?? [];
	const looks = await look(engine, seer, counted, earlier.length > 0, signal);
	signal.throwIfAborted();
	const before = looks.length > 1 ? looks[0]! : earlier;
	const after = looks.at(-1)!;
	if (meter) {
		meter.last = after;
	}

	const rates = usageBetween(before, after);
	return after.map(({container, memoryBytes}) => ({container, memoryBytes, cpuPercent: rates.find(rate => rate.container === container)?.cpuPercent}));
}

async function look(engine: Engine, seer: string | undefined, counted: ReadonlyArray<Counted & {readonly id: string}>, once: boolean, signal: AbortSignal): Promise<UsageSample[][]> {
	try {
		if (seer !== undefined) {
			const {stdout} = await execInContainer(engine, seer, usageScript(counted, once ? [0] : [0, apart]), deadline(limit, signal).signal);
			const looks = readSamples(counted, stdout);
			if (looks.at(-1)!.length > 0) {
				return looks;
			}
		}

		return [await sampleContainers(engine, counted.map(({id, container, component}) => ({id, name: container, component})))];
	} catch {
		return [[]];
	}
}
