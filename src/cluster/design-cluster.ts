/** From settings and a source to images on the engine and a topology: what start, use and upgrade have in common. */
import {bridgeMtu} from '../engine/networks.ts';
import type {Engine} from '../engine/engine.ts';
import {engineInfo} from '../engine/info.ts';
import {refuseIncompatible} from '../engine/refuse-incompatible.ts';
import {type Emit, ignoreEvents, inPhase} from '../events.ts';
import {ensureImages, referencesOf} from '../images/ensure-images.ts';
import {type ImageSource, versionOf} from '../images/source.ts';
import type {Settings, Topology} from '../plan/topology.ts';
import {dnsServerImages} from './dns-server.ts';
import {designTopology} from './design.ts';
import {withMetricsServer} from './metrics-server-image.ts';
import {type ClusterOptions, type ClusterSpec, defaultName} from './options.ts';
import {settlePorts} from './ports.ts';
import {refuseSkew} from './refuse-skew.ts';
import type {SettledSource} from './settle-source.ts';
import {settleSpec} from './spec.ts';

export type DesignedCluster = {
	readonly source: ImageSource;
	readonly spec: ClusterSpec;
	readonly topology: Topology;
	/** References by image name. */
	readonly images: Readonly<Record<string, string>>;
};

/**
 * @param chosen the settings but for where images come from
 * @param settle says where images come from
 * @throws SingleKubeError ENGINE_INCOMPATIBLE, VERSION_SKEW before any image is made; those of images, options and compose/
 */
export async function designCluster(
	engine: Engine, options: ClusterOptions, chosen: Settings, settle: () => Promise<SettledSource>, emit: Emit, signal: AbortSignal,
): Promise<DesignedCluster> {
	const name = options.name ?? defaultName;
	const [info, mtu] = await Promise.all([engineInfo(engine), bridgeMtu(engine)]);
	const {source, settings, imageSet} = await inPhase(emit, 'images', 'Images', async () => {
		const {source, images} = await settle();
		const settings = withSource(chosen, source, images, options.force ?? false);
		// What is only to be known was said when the cluster was made.
		refuseIncompatible(info, versionOf(source, 'kubelet'), chosen.images === undefined ? emit : ignoreEvents, source.criDockerd);
		const also = await dnsServerImages(engine, settings, source);
		return {source, settings, imageSet: await ensureImages(engine, {source, install: options.install ?? true, addons: settings.addons, also}, emit, signal)};
	});
	const spec = await settleSpec(engine, options, source.kubernetesVersion);
	const images = await withMetricsServer(engine, referencesOf(imageSet), settings, spec.kubernetesVersion);
	const ports = await settlePorts(engine, name, options);
	const topology = await designTopology({
		cluster: name, spec, images, versions: source.versions, settings, ports, trace: options.trace, engine: {...info, mtu, socketPath: engine.socketPath},
	});
	return {source, spec, topology, images};
}

/** What the next start has to know of a source. @throws SingleKubeError VERSION_SKEW */
export function withSource({skewAllowed = false, ...chosen}: Settings, source: ImageSource, images: SettledSource['images'], force: boolean): Settings {
	const letThrough = refuseSkew(source, images, force || skewAllowed).length > 0;
	return {...chosen, images, kubernetesVersion: source.kubernetesVersion, ...letThrough ? {skewAllowed: true} : {}};
}
