/** What can be started here and from where, beside the versions of single-kube and of the engine. */
import {whyNotDebian} from '../cluster/choose-source.ts';
import {checkName, type ClusterOptions, defaultName} from '../cluster/options.ts';
import {sourceOfCluster} from '../cluster/settle-source.ts';
import {readSpec} from '../cluster/spec.ts';
import {connectToExisting} from '../cluster/status.ts';
import {settleSettings} from '../cluster/settings.ts';
import type {Engine} from '../engine/engine.ts';
import {engineInfo} from '../engine/info.ts';
import {messageOf} from '../errors.ts';
import {type Emit, ignoreEvents} from '../events.ts';
import {debianKubernetesVersion} from '../images/catalogue.ts';
import {describeImages} from '../images/describe-images.ts';
import {debianSource} from '../images/sources/debian.ts';
import {kubernetesImage, upstreamAccess} from '../images/sources/registry.ts';
import {registryAnswers} from '../upstream/probe.ts';
import {listVersions, resolveVersion} from '../upstream/versions.ts';
import {readVersion} from '../version.ts';
import {type VersionRow, versionRows, type VersionSource} from './rows.ts';

export type VersionsReport = {
	/** Of single-kube itself. */
	readonly singleKube: string;
	/** `why`: why there is none. */
	readonly engine: {readonly version: string; readonly apiVersion: string; readonly minApiVersion: string; readonly host: string} | {readonly why: string};
	/** The cluster that was named, where there is one. */
	readonly cluster: {readonly name: string; readonly version: string; readonly source: string | undefined} | undefined;
	readonly sources: ReadonlyArray<{readonly source: VersionSource; readonly serves: boolean; /** In words. */ readonly why: string}>;
	/** What `start` takes when nothing is said; undefined when no source can serve. */
	readonly default: string | undefined;
	readonly versions: readonly VersionRow[];
};

/** How long a registry may take to answer, in milliseconds. */
const answersWithin = 2000;

/**
 * Without an engine, too, which then cannot say what fits it.
 *
 * @param only a release or a minor version: the rows of that minor version
 * @throws SingleKubeError VERSION_UNKNOWN naming the nearest; the signal's reason
 */
export async function versionsReport(only: string | undefined, options: ClusterOptions = {}, emit: Emit = ignoreEvents, signal: AbortSignal = new AbortController().signal): Promise<VersionsReport> {
	const minor = only === undefined ? undefined : resolveVersion(only).minor;
	const name = checkName(options.name ?? defaultName);
	const engine = await connectToExisting(options, emit, signal).catch((error: unknown) => messageOf(error));
	signal.throwIfAborted();
	const found = typeof engine === 'string' ? {} : await ask(engine, name, options, signal);
	const sources: VersionsReport['sources'] = found.sources ?? [{source: 'debian', ...await debianServes(undefined)}];
	const rows = versionRows({
		listed: listVersions(), debianVersion: debianKubernetesVersion, engine: found.info, serving: sources.filter(({serves}) => serves).map(({source}) => source),
		defaultVersion: found.defaultVersion, clusterVersion: found.cluster?.version,
	});
	return {
		singleKube: readVersion(),
		engine: found.info ? {version: found.info.version, apiVersion: found.info.apiVersion, minApiVersion: found.info.minApiVersion, host: (engine as Engine).host} : {why: String(engine)},
		cluster: found.cluster, sources, default: found.defaultVersion, versions: rows.filter(row => minor === undefined || row.minor === minor),
	};
}

type Found = {
	readonly info?: Awaited<ReturnType<typeof engineInfo>>;
	readonly cluster?: VersionsReport['cluster'];
	readonly sources?: VersionsReport['sources'];
	readonly defaultVersion?: string | undefined;
};

async function ask(engine: Engine, name: string, options: ClusterOptions, signal: AbortSignal): Promise<Found> {
	const [info, cluster, registry, debian, defaultVersion] = await Promise.all([
		engineInfo(engine), clusterOf(engine, name), registryServes(engine, name, options, signal), debianServes(engine),
		// A plain start's own choice.
		sourceOfCluster(engine, {name, environment: options.environment}, ignoreEvents, signal).then(({source}) => source.kubernetesVersion, () => undefined),
	]);
	signal.throwIfAborted();
	return {info, cluster, sources: [{source: 'registry', ...registry}, {source: 'debian', ...debian}], defaultVersion};
}

async function clusterOf(engine: Engine, name: string): Promise<VersionsReport['cluster']> {
	const [spec, settings] = await Promise.all([readSpec(engine, name).catch(() => undefined), settleSettings(engine, name, {}).catch(() => undefined)]);
	return spec && {name, version: spec.kubernetesVersion, source: settings?.images?.source};
}

type Serves = {readonly serves: boolean; readonly why: string};

async function registryServes(engine: Engine, name: string, options: ClusterOptions, signal: AbortSignal): Promise<Serves> {
	try {
		const {images} = await settleSettings(engine, name, {});
		const {registryMirrors} = upstreamAccess(options.registryMirrors ?? images?.registryMirrors, undefined, undefined, options.environment);
		const {answers, why} = await registryAnswers(engine, kubernetesImage('kube-apiserver', resolveVersion('latest').version), registryMirrors, answersWithin, signal, options.environment);
		return {serves: answers, why};
	} catch (error) {
		return {serves: false, why: messageOf(error)};
	}
}

async function debianServes(engine: Engine | undefined): Promise<Serves> {
	const built = engine && await describeImages(engine, {source: debianSource, addons: []}).then(({builds}) => builds.length === 0, () => false);
	if (built) {
		return {serves: true, why: 'its images are on the engine'};
	}

	const hindrance = await whyNotDebian(true);
	return {serves: hindrance === undefined, why: hindrance ?? 'it can be built here'};
}
