/** Stop a cluster and delete one. */
import path from 'node:path';
import type {Engine} from '../engine/engine.ts';
import {findImages} from '../engine/find-images.ts';
import {observe} from '../engine/observe.ts';
import {type Emit, ignoreEvents, inPhase} from '../events.ts';
import {homeDirectory} from '../home-directory.ts';
import {removeFromKubeconfig} from '../kubeconfig/remove.ts';
import {kubeconfigNames} from '../kubeconfig/entry.ts';
import {SingleKubeError} from '../errors.ts';
import type {Plan, PlannedOperation} from '../plan/operations.ts';
import {planDelete, planStop} from '../plan/teardown.ts';
import type {Topology} from '../plan/topology.ts';
import {apply} from './apply.ts';
import {cleanHost} from './clean-host.ts';
import {withLock} from './lock.ts';
import {kubeconfigOrWarning} from './kubeconfig-or-warning.ts';
import {removeHelpers} from '../faults/helpers.ts';
import {closeTunnel} from '../tunnel/close.ts';
import {refuseUnknown} from './refuse-unknown.ts';
import {readSettings} from './settings.ts';
import {connectToExisting} from './status.ts';
import {checkName, type ClusterOptions, defaultName, defaultTimeoutSeconds} from './options.ts';

/**
 * Take pods and components down and keep what the cluster knows. On a stopped one nothing changes.
 *
 * @returns what was done
 * @throws SingleKubeError CLUSTER_UNKNOWN, CLUSTER_BUSY or one of the engine's
 */
export async function stopCluster(options: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<Plan> {
	const name = checkName(options.name ?? defaultName);
	const engine = await connectToExisting(options, emit, signal);
	const observed = await observe(engine, name);
	await refuseUnknown(engine, name, observed);
	const image = observed.containers[0]?.image;
	if (image === undefined) {
		return [];
	}

	return withLock(engine, name, image, 'single-kube stop', async () => inPhase(emit, 'stop', `Stop ${name}`, async () => {
		await Promise.all([closeTunnel(engine, name), removeHelpers(engine, name)]);
		const plan = planStop(name, await observe(engine, name));
		await applyTeardown(plan, engine, name, options, emit, signal);
		return plan;
	}));
}

/** How often delete looks again for what appeared while it was at work. */
const rounds = 3;

/**
 * Remove everything that belongs to a cluster, running or not, whole or half-made.
 *
 * @returns what was done; an empty plan when there was nothing
 * @throws SingleKubeError CLUSTER_BUSY or one of the engine's
 */
export async function deleteCluster(options: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<Plan> {
	const name = checkName(options.name ?? defaultName);
	const engine = await connectToExisting(options, emit, signal);
	const observed = await observe(engine, name);
	const cleaner = observed.containers.find(container => container.component.startsWith('kubelet@'))?.image
		?? (await findImages(engine, 'kubelet'))[0];
	const image = observed.containers[0]?.image ?? cleaner;
	const remembered = (await readSettings(engine, name).catch(() => undefined))?.kubeconfig;
	const work = async (): Promise<Plan> => {
		await closeTunnel(engine, name);
		return removeEverything(engine, name, cleaner, options, emit, signal);
	};

	const plan = image === undefined ? await work() : await withLock(engine, name, image, 'single-kube delete', work);
	const env = options.environment ?? process.env;
	if (options.kubeconfig !== false) {
		const home = homeDirectory(env);
		const named = typeof options.kubeconfig === 'string' ? [path.resolve(options.kubeconfig)] : [];
		for (const file of new Set([...named, ...remembered === undefined ? [] : [remembered]])) {
			await removeFromKubeconfig(kubeconfigNames(name), {env: {...env, KUBECONFIG: file}, home});
		}

		await kubeconfigOrWarning(Boolean(env['KUBECONFIG']), name, emit, async () => removeFromKubeconfig(kubeconfigNames(name), {env, home}));
	}

	return plan;
}

/**
 * Under the cluster's lock: all that carries its label, and what its nodes left on the engine's host.
 *
 * @param cleaner an image to clean the host with
 * @returns what was done
 */
export async function removeEverything(engine: Engine, name: string, cleaner: string | undefined, options: ClusterOptions, emit: Emit, signal: AbortSignal): Promise<Plan> {
	return inPhase(emit, 'delete', `Delete ${name}`, async () => {
		const done: PlannedOperation[] = [];
		for (let round = 1; ; round++) {
			await removeHelpers(engine, name);
			const seen = await observe(engine, name);
			if (seen.containers.length + seen.pods.length + seen.volumes.length + seen.leftovers.length === 0 && !seen.network) {
				return done;
			}

			const plan = planDelete(seen, cleaner);
			try {
				await applyTeardown(plan, engine, name, options, emit, signal);
				done.push(...plan);
			} catch (error) {
				// The supervisor may have been in the middle of a repair, and what it was just making was not seen.
				if (round === rounds || !(error instanceof SingleKubeError && error.code === 'ENGINE_CALL_FAILED')) {
					throw error;
				}
			}

			if (round === rounds) {
				return done;
			}
		}
	});
}

async function applyTeardown(plan: Plan, engine: Engine, name: string, options: ClusterOptions, emit: Emit, signal: AbortSignal): Promise<void> {
	await apply(plan, {
		engine, emit, signal,
		// A teardown names containers, not components: what it needs to know is in its operations.
		topology: {
			cluster: name, components: [], volumes: [], nodes: [], network: {name: `sk-${name}`, subnet: '', ipRange: '', driverOptions: {}, labels: {}},
			objects: {wanted: [], unwanted: []}, settings: {addons: [], dnsReplicas: 1},
		} satisfies Topology,
		limitSeconds: options.timeoutSeconds ?? defaultTimeoutSeconds,
		deliver: async () => undefined,
		cleanHost: async image => cleanHost(engine, name, image),
	});
}
