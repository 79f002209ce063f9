/** Settle what a user can switch on and off: what was said now, else what was said before, else the defaults. */
import path from 'node:path';
import type {Engine} from '../engine/engine.ts';
import {readSettingsLabel} from '../engine/observe.ts';
import {SingleKubeError} from '../errors.ts';
import {debianKubernetesVersion} from '../images/catalogue.ts';
import {addonNames, chooseAddons, defaultAddons} from '../plan/addons.ts';
import type {ImageSettings, Settings} from '../plan/topology.ts';
import {settleProxies} from './component-proxies.ts';
import {readAgentTopology} from './agent-topology.ts';
import {settleExtraConfig, settleFeatureGates} from './extra-settings.ts';
import {settleOffers} from './node-offers.ts';
import type {ClusterOptions} from './options.ts';
import {addonsOfBundle} from './settle-bundle.ts';

/** Of a cluster that an older single-kube made, which had no other source. */
const fromDebian: ImageSettings = {source: 'debian', kubernetesVersion: debianKubernetesVersion};

const defaults: Settings = {addons: defaultAddons, dnsReplicas: 1};

/** @param options checked by checkOptions @throws SingleKubeError STATE_CORRUPT */
export async function settleSettings(engine: Engine, cluster: string, options: ClusterOptions): Promise<Settings> {
	return combine(options, await readSettings(engine, cluster) ?? await settingsOfAgent(engine, cluster) ?? await defaultsFor(options));
}

/** For a cluster that is not there yet. */
export async function newSettings(options: ClusterOptions): Promise<Settings> {
	return combine(options, await defaultsFor(options));
}

async function defaultsFor(options: ClusterOptions): Promise<Settings> {
	return {...defaults, addons: await addonsOfBundle(options) ?? defaults.addons};
}

/** @returns undefined for a cluster that never started @throws SingleKubeError STATE_CORRUPT when the label is not what single-kube writes */
export async function readSettings(engine: Engine, cluster: string): Promise<Settings | undefined> {
	const label = await readSettingsLabel(engine, cluster);
	if (label === undefined) {
		return undefined;
	}

	try {
		const stored = JSON.parse(label) as Partial<Settings>;
		// An add-on of a newer version is not ours to run.
		return {...defaults, images: fromDebian, ...stored, addons: addonNames.filter(name => stored.addons!.includes(name))};
	} catch (error) {
		throw new SingleKubeError('STATE_CORRUPT', `the settings of the cluster ${cluster} cannot be read`, {
			seen: [`the label on the volume sk-${cluster}-settings: ${label}`],
			hint: `Have them made anew: docker volume rm sk-${cluster}-settings && single-kube start --name ${cluster}`, cause: error,
		});
	}
}

/** The volume is made anew when settings change: a command that was killed just then left none. */
async function settingsOfAgent(engine: Engine, cluster: string): Promise<Settings | undefined> {
	const topology = await readAgentTopology(engine, cluster).catch(() => undefined);
	return topology?.settings;
}

async function combine(options: ClusterOptions, before: Settings): Promise<Settings> {
	const dnsServer = options.dnsServer ?? before.dnsServer;
	const metricsServer = options.metricsServer ?? before.metricsServer;
	const {images, kubernetesVersion, skewAllowed, upgrading} = before;
	const extraConfig = await settleExtraConfig(options.extraConfig, before.extraConfig);
	const featureGates = settleFeatureGates(options, before.featureGates);
	const offers = settleOffers(options, before.offers);
	const kubeconfig = typeof options.kubeconfig === 'string' ? path.resolve(options.kubeconfig) : before.kubeconfig;
	const proxies = settleProxies(options.environment ?? process.env, before.proxies);
	return {
		addons: options.addons === undefined ? before.addons : chooseAddons(options.addons, before.addons),
		dnsReplicas: options.dnsReplicas ?? before.dnsReplicas,
		...dnsServer === undefined ? {} : {dnsServer},
		...metricsServer === undefined ? {} : {metricsServer},
		...Object.keys(proxies).length === 0 ? {} : {proxies},
		...Object.keys(extraConfig).length === 0 ? {} : {extraConfig},
		...Object.keys(featureGates).length === 0 ? {} : {featureGates},
		...offers === undefined ? {} : {offers},
		...kubeconfig === undefined ? {} : {kubeconfig},
		// The last: what is settled after the others takes its place, and the whole is compared as text.
		...images === undefined ? {} : {images},
		...kubernetesVersion === undefined ? {} : {kubernetesVersion},
		...upgrading === undefined ? {} : {upgrading},
		...skewAllowed === undefined ? {} : {skewAllowed},
	};
}
