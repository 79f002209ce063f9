/** Wait for a component by its probe, and notice at once when it dies instead. */
import {waitContainer} from '../engine/containers.ts';
import type {Engine} from '../engine/engine.ts';
import {SingleKubeError} from '../errors.ts';
import type {Component, Probe, Topology} from '../plan/topology.ts';
import {deadline} from './deadline.ts';
import {probeExec} from './exec-probe.ts';
import {probeLog} from './log-probe.ts';
import {whyEnded} from './why-ended.ts';

/**
 * @param limitSeconds the longest that the component may take
 * @throws SingleKubeError COMPONENT_DIED or COMPONENT_NOT_READY with the last lines of its log; the signal's reason
 */
export async function awaitReady(engine: Engine, topology: Topology, component: Component, limitSeconds: number, signal: AbortSignal): Promise<void> {
	if (!component.ready) {
		return;
	}

	const limit = deadline(limitSeconds, signal);
	const settled = new AbortController();
	const either = AbortSignal.any([limit.signal, settled.signal]);
	const {name} = component.container;
	let lastFailure = 'the probe has not answered yet';
	const died = waitContainer(engine, name, either).then(exitCode => ({exitCode}));
	died.catch(() => undefined);
	try {
		const outcome = await Promise.race([
			runProbe(engine, topology, component, component.ready, either, message => {
				lastFailure = message;
			}),
			died,
		]);
		if (outcome !== 'ready') {
			throw await deathOf(engine, component, outcome === 'ended' ? (await died).exitCode : outcome.exitCode);
		}
	} catch (error) {
		signal.throwIfAborted();
		if (limit.passed()) {
			const {seen, because, hint} = await whyEnded(engine, name, moreTime(limitSeconds));
			throw new SingleKubeError('COMPONENT_NOT_READY', `${component.id} was not ready within ${limitSeconds} s`, {
				because, seen: [`its ${component.ready.kind} probe: ${lastFailure}`, ...seen], hint, cause: error,
			});
		}

		throw error;
	} finally {
		settled.abort();
	}
}

/**
 * Wait for a job to end with code 0.
 *
 * @throws SingleKubeError NODE_PREPARATION_FAILED with its last lines, or COMPONENT_NOT_READY
 */
export async function awaitExit(engine: Engine, component: Component, limitSeconds: number, signal: AbortSignal): Promise<void> {
	const limit = deadline(limitSeconds, signal);
	const {name} = component.container;
	let exitCode: number;
	try {
		exitCode = await waitContainer(engine, name, limit.signal);
	} catch (error) {
		signal.throwIfAborted();
		if (limit.passed()) {
			throw new SingleKubeError('COMPONENT_NOT_READY', `${component.id} did not end within ${limitSeconds} s`, {...await whyEnded(engine, name, moreTime(limitSeconds)), cause: error});
		}

		throw error;
	}

	if (exitCode !== 0) {
		throw new SingleKubeError('NODE_PREPARATION_FAILED', `${component.id} ended with code ${exitCode}`, await whyEnded(engine, name));
	}
}

async function runProbe(
	engine: Engine, topology: Topology, component: Component, probe: Probe, signal: AbortSignal, failed: (message: string) => void,
): Promise<'ready' | 'ended'> {
	switch (probe.kind) {
		case 'log': {
			failed(`no line with "${probe.text}" in its log`);
			return await probeLog(engine, component.container.name, probe.text, signal) ? 'ready' : 'ended';
		}

		case 'exec': {
			const within = topology.components.find(other => other.id === probe.component)!;
			await probeExec(engine, within.container.name, probe.command, signal, failed);
			return 'ready';
		}
	}
}

async function deathOf(engine: Engine, component: Component, exitCode: number): Promise<SingleKubeError> {
	return new SingleKubeError('COMPONENT_DIED', `${component.id} ended with code ${exitCode} before it was ready`, await whyEnded(engine, component.container.name));
}

function moreTime(limitSeconds: number): string {
	return `On a slow machine give it more time: single-kube start --timeout ${limitSeconds * 2}`;
}
