/**
 * Make what a component sends late, and put that back. A container in the component's network namespace does it for as long as
 * it runs (images/access/latency): with the kernel's netem, or where there is none with a proxy that TCP connections are led
 * through. A component that is started again has a new namespace without it: then it is applied again.
 */
import {runToEnd} from '../cluster/run-to-end.ts';
import {createContainer, removeContainer, startContainer, stopContainer} from '../engine/containers.ts';
import type {Engine} from '../engine/engine.ts';
import {containerExists, containerState} from '../engine/inspect.ts';
import {logTail} from '../engine/logs.ts';
import {SingleKubeError} from '../errors.ts';
import {deadline} from '../health/deadline.ts';
import {probeLog} from '../health/log-probe.ts';
import {labels} from '../labels.ts';
import type {Component, ContainerSpec} from '../plan/topology.ts';
import {helperIn, imageOf, type Parts} from './helpers.ts';

export type Latency = {
	/** The component's id: one with a network of its own. */
	readonly component: string;
	readonly milliseconds: number;
	/** Up to so much more or less, in milliseconds. */
	readonly jitter: number;
};

/** `netem`: every packet. `proxy`: TCP connections, those from before are broken once. */
export type LatencyWay = 'netem' | 'proxy';

/** Seconds: to be in place; to take itself back. */
const readyWithin = 30;
const grace = 5;

/**
 * Make it so late from now on, whatever was applied before. Where just that is in place already nothing is done.
 *
 * @returns which way was taken
 * @throws SingleKubeError COMPONENT_NOT_RUNNING; ENGINE_CALL_FAILED with what the container said; the signal's reason
 */
export async function applyLatency(engine: Engine, topology: Parts, latency: Latency, signal: AbortSignal): Promise<LatencyWay> {
	const component = componentOf(topology, latency.component);
	const target = await containerState(engine, component.container.name);
	if (!target.running) {
		throw new SingleKubeError('COMPONENT_NOT_RUNNING', `${component.id} does not run: there is nothing that could be late`, {hint: `single-kube start ${component.id} --name ${topology.cluster}`});
	}

	const {milliseconds, jitter} = latency;
	const mark = JSON.stringify({milliseconds, jitter, startedAt: target.startedAt});
	const spec = holding(topology, component, latency, mark);
	const there = await currentWay(engine, spec.name, mark);
	if (there) {
		return there;
	}

	await removeContainer(engine, spec.name);
	await createContainer(engine, spec, '');
	try {
		await startContainer(engine, spec.name);
		return await awaitWay(engine, spec.name, component.id, signal);
	} catch (error) {
		await removeLatency(engine, topology, component.id);
		throw error;
	}
}

/**
 * Put it back: nothing of it is left, also where its container was killed or removed. Where there was none, nothing changes.
 *
 * @param id the component's
 * @throws SingleKubeError ENGINE_CALL_FAILED with what is left; TIMEOUT
 */
export async function removeLatency(engine: Engine, topology: Parts, id: string): Promise<void> {
	const component = componentOf(topology, id);
	const name = helperName(topology, id);
	if (await containerExists(engine, name)) {
		const {running} = await containerState(engine, name);
		await stopContainer(engine, name, grace);
		const {exitCode} = await containerState(engine, name);
		await removeContainer(engine, name);
		if (running && exitCode === 0) {
			return;
		}
	}

	// A namespace ends with its container, and takes all of it along.
	if (await containerExists(engine, component.container.name) && (await containerState(engine, component.container.name)).running) {
		await takeBack(engine, topology, component);
	}
}

function holding(topology: Parts, component: Component, {milliseconds, jitter}: Latency, mark: string): ContainerSpec {
	return {
		...helperIn(topology, component, helperSuffix(component.id), imageOf(topology, 'component-status'), {[labels.latency]: mark}),
		command: ['latency', String(milliseconds), String(jitter)], capAdd: ['NET_ADMIN'],
	};
}

/** @returns undefined when what is there is something else, or for an earlier start of the component, or does not run */
async function currentWay(engine: Engine, name: string, mark: string): Promise<LatencyWay | undefined> {
	if (!await containerExists(engine, name)) {
		return undefined;
	}

	const {running, labels: found} = await containerState(engine, name);
	return running && found[labels.latency] === mark ? wayIn(await logTail(engine, name, 10)) : undefined;
}

async function awaitWay(engine: Engine, name: string, component: string, signal: AbortSignal): Promise<LatencyWay> {
	const limit = deadline(readyWithin, signal);
	let ready: boolean;
	try {
		ready = await probeLog(engine, name, 'ready ', limit.signal);
	} catch (error) {
		signal.throwIfAborted();
		throw limit.passed() ? new SingleKubeError('TIMEOUT', `${component} was not made late within ${readyWithin} s`, {seen: await logTail(engine, name, 5), hint: 'Again, when the machine is less busy', cause: error}) : error;
	}

	const said = await logTail(engine, name, 5);
	const way = ready ? wayIn(said) : undefined;
	if (!way) {
		throw new SingleKubeError('ENGINE_CALL_FAILED', `${component} could not be made late`, {
			because: 'the kernel of the engine\'s machine has neither netem nor what a proxy needs of iptables', seen: said, hint: 'Break it another way: single-kube fault add --help',
		});
	}

	return way;
}

/** @param lines of its log: `ready proxy (Error: Specified qdisc kind is unknown.)` */
function wayIn(lines: readonly string[]): LatencyWay | undefined {
	const said = lines.map(line => /^ready (netem|proxy)\b/.exec(line)?.[1]).findLast(way => way !== undefined);
	return said as LatencyWay | undefined;
}

async function takeBack(engine: Engine, topology: Parts, component: Component): Promise<void> {
	const spec = {...holding(topology, component, {component: component.id, milliseconds: 0, jitter: 0}, ''), name: `${helperName(topology, component.id)}-off`, command: ['latency', 'off']};
	const hint = `Its next start has nothing of it: single-kube restart ${component.id} --name ${topology.cluster}`;
	const {exitCode, said} = await runToEnd(engine, spec, {what: `putting back what made ${component.id} late`, limitSeconds: readyWithin, hint});
	if (exitCode !== 0) {
		throw new SingleKubeError('ENGINE_CALL_FAILED', `not all that made ${component.id} late could be put back`, {seen: said, hint});
	}
}

const helperSuffix = (component: string): string => `latency-${component.replace('@', '-')}`;
const helperName = ({cluster}: Parts, component: string): string => `sk-${cluster}-${helperSuffix(component)}`;

/** @throws SingleKubeError COMPONENT_UNKNOWN */
function componentOf({cluster, components}: Parts, id: string): Component {
	const component = components.find(candidate => candidate.id === id);
	if (!component) {
		throw new SingleKubeError('COMPONENT_UNKNOWN', `there is no component ${id}`, {hint: `single-kube status --name ${cluster} lists them`});
	}

	return component;
}
