/** Start a cluster, as a story: engine, images, settings, plan, apply, kubeconfig. */
import {connectEngine} from '../engine/connect.ts';
import type {Engine} from '../engine/engine.ts';
import {engineInfo} from '../engine/info.ts';
import {bridgeMtu} from '../engine/networks.ts';
import {observe, refuseForeign} from '../engine/observe.ts';
import {SingleKubeError} from '../errors.ts';
import {type Emit, ignoreEvents, inPhase} from '../events.ts';
import {awaitReady} from '../health/await-ready.ts';
import {ensureImages, referencesOf} from '../images/ensure-images.ts';
import type {Observed} from '../plan/observed.ts';
import type {Plan} from '../plan/operations.ts';
import {reconcile} from '../plan/reconcile.ts';
import type {Topology} from '../plan/topology.ts';
import {labels} from '../labels.ts';
import {announceRegistry} from '../registry/announce.ts';
import {agentFiles} from './agent-topology.ts';
import {apply} from './apply.ts';
import {cleanHost} from './clean-host.ts';
import {deliverFiles} from './deliver.ts';
import {dnsServerImages} from './dns-server.ts';
import {designTopology} from './design.ts';
import {writeUserKubeconfig} from './user-kubeconfig.ts';
import {withLock} from './lock.ts';
import {checkOptions, type ClusterOptions, type ClusterSpec, defaultName, defaultTimeoutSeconds} from './options.ts';
import {withMetricsServer} from './metrics-server-image.ts';
import {settleSettings} from './settings.ts';
import {settlePorts} from './ports.ts';
import {settleSource} from './settle-source.ts';
import {settleSpec} from './spec.ts';

/** A cluster that runs. */
export type Cluster = {
	readonly name: string;
	readonly engine: Engine;
	readonly spec: ClusterSpec;
	readonly topology: Topology;
	/** What was done; empty when everything was as it should be. */
	readonly plan: Plan;
	/** References by image name. */
	readonly images: Readonly<Record<string, string>>;
	/** Where the user's kubeconfig was written; undefined when it was left alone. */
	readonly kubeconfig: string | undefined;
};

/**
 * Bring a cluster up: a new one, a stopped one, or one that a crash left half-made. On a running one nothing changes.
 *
 * @throws SingleKubeError of every kind; what was made stays, and the next start goes on from there
 */
export async function startCluster(options: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<Cluster> {
	const prepared = await prepare(options, emit, signal);
	const {engine, name, spec, topology, images, image} = prepared;
	const plan = await withLock(engine, name, image, 'single-kube start', async () =>
		inPhase(emit, 'cluster', `Cluster ${name}`, async () => {
			const observed = await observe(engine, name);
			refuseOtherVersion(name, observed, topology, spec);
			const bringUp = async (seen: Observed): Promise<Plan> => {
				const plan = reconcile(topology, seen, {resume: true, now: Date.now()});
				await apply(plan, {
					engine, topology, emit, signal,
					limitSeconds: options.timeoutSeconds ?? defaultTimeoutSeconds,
					deliver: async components => deliverFiles(engine, name, image, components, agentFiles(topology)),
					cleanHost: async cleaner => cleanHost(engine, name, cleaner),
				});
				return plan;
			};

			const plan = await bringUp(observed);
			try {
				await awaitOthers(engine, topology, plan, options, signal);
				return plan;
			} catch (error) {
				if (!(error instanceof SingleKubeError && error.code === 'COMPONENT_DIED')) {
					throw error;
				}

				// It was not ours to start, and came too early: an interrupted start left it to the supervisor.
				const more = await bringUp(await observe(engine, name));
				await awaitOthers(engine, topology, more, options, signal);
				return [...plan, ...more];
			}
		}));
	if (plan.length > 0) {
		await announceRegistry(engine, name, emit, signal);
	}

	const kubeconfig = options.kubeconfig === false ? undefined : await writeUserKubeconfig(engine, name, spec, image, options.environment ?? process.env);
	return {name, engine, spec, topology, plan, images, kubeconfig};
}

/**
 * Components that ran already are not part of the plan, but they may have been started a moment ago, by the supervisor
 * or by a start that was interrupted: who asked for a cluster gets one that is ready.
 */
async function awaitOthers(engine: Engine, topology: Topology, plan: Plan, options: ClusterOptions, signal: AbortSignal): Promise<void> {
	const awaited = new Set(plan.flatMap(({operation}) => operation.kind === 'await-ready' ? [operation.component] : []));
	const others = topology.components.filter(({id, ready}) => ready?.kind === 'exec' && !awaited.has(id));
	await Promise.all(others.map(async component => awaitReady(engine, topology, component, options.timeoutSeconds ?? defaultTimeoutSeconds, signal)));
}

type Prepared = {
	readonly engine: Engine; readonly name: string; readonly spec: ClusterSpec; readonly topology: Topology;
	readonly images: Readonly<Record<string, string>>; readonly image: string;
};

async function prepare(options: ClusterOptions, emit: Emit, signal: AbortSignal): Promise<Prepared> {
	checkOptions(options);
	const name = options.name ?? defaultName;
	const install = options.install ?? true;
	const engine = await inPhase(emit, 'engine', 'Engine', async () =>
		connectEngine({engine: options.engine ?? 'auto', install, confirm: options.confirm, env: options.environment}, emit, signal));
	const chosen = await settleSettings(engine, name, options);
	const {imageSet, source, settings} = await inPhase(emit, 'images', 'Images', async () => {
		const {source, images} = await settleSource(engine, options, chosen.images, emit, signal);
		const also = await dnsServerImages(engine, chosen, source);
		return {source, settings: {...chosen, images}, imageSet: await ensureImages(engine, {source, install, addons: chosen.addons, also}, emit, signal)};
	});
	const [info, mtu] = await Promise.all([engineInfo(engine), bridgeMtu(engine)]);
	const spec = await settleSpec(engine, options, source.kubernetesVersion);
	const images = await withMetricsServer(engine, referencesOf(imageSet), settings, spec.kubernetesVersion);
	const ports = await settlePorts(engine, name, options);
	const topology = await designTopology({cluster: name, spec, images, versions: source.versions, settings, ports, trace: options.trace, engine: {...info, mtu, socketPath: engine.socketPath}});
	await refuseForeign(engine, name, {
		containers: topology.components.map(component => component.container.name), volumes: topology.volumes.map(volume => volume.name),
	});
	return {engine, name, spec, topology, images, image: images['holder']!};
}

/** etcd's files and objects are of the version that wrote them; and data without the keys it was made with is of no use. */
export function refuseOtherVersion(name: string, observed: Observed, topology: Topology, spec: ClusterSpec): void {
	const hint = `Make the cluster anew: single-kube delete --name ${name} && single-kube start --name ${name}`;
	const data = `sk-${name}-etcd`;
	const volume = observed.volumes.find(candidate => candidate.name === data);
	if (!volume) {
		return;
	}

	if (!observed.volumes.some(candidate => candidate.name === `sk-${name}-pki`)) {
		throw new SingleKubeError('STATE_CORRUPT', `the volume ${data} is there, but the authorities it was made with are not`, {seen: [`no volume sk-${name}-pki`], hint});
	}

	const minor = (version: string): string => version.split('.').slice(0, 2).join('.');
	if (volume.version !== '' && minor(volume.version) !== minor(spec.kubernetesVersion)) {
		throw new SingleKubeError('STATE_FOREIGN', `the volume ${data} was written by Kubernetes ${volume.version}, not ${spec.kubernetesVersion}`, {
			seen: [`its label ${labels.version}`, `${topology.components.length} components would use it`], hint,
		});
	}
}
