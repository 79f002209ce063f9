/** Which versions of Kubernetes there are, what goes with each, and how each fits this machine. Pure. */
import {checkEngine, type EngineFacts, type Incompatibility} from '../engine/compatibility.ts';
import {compareVersions, minorVersion, releaseOf} from '../upstream/compare-versions.ts';
import type {KubernetesVersion} from '../upstream/versions.ts';

export type VersionSource = 'registry' | 'debian';

export type VersionRow = {
	/** `1.36.3`: the newest release of its minor version, or one that a source or a cluster here has. */
	readonly version: string;
	readonly minor: string;
	/** What goes with it: tags of upstream's images; undefined of what comes from somewhere else. */
	readonly etcd: string | undefined;
	readonly coreDns: string | undefined;
	readonly pause: string | undefined;
	/** The version of cri-dockerd; undefined where the kubelet has dockershim. */
	readonly criDockerd: string | undefined;
	/** The sources that can give it on this machine at this moment. */
	readonly here: readonly VersionSource[];
	/** `default`: what `start` takes when nothing is said. `cluster`: what the cluster runs. */
	readonly marks: ReadonlyArray<'default' | 'cluster'>;
	/** `unknown` without an engine. */
	readonly engine: 'fits' | 'limits' | 'refuses' | 'unknown';
	readonly findings: readonly Incompatibility[];
	/** Every release of the minor version whose checksums are known, the newest first. */
	readonly known: readonly string[];
};

export type Facts = {
	readonly listed: ReadonlyArray<KubernetesVersion & {readonly known: readonly string[]}>;
	readonly debianVersion: string;
	readonly serving: readonly VersionSource[];
	readonly engine: EngineFacts | undefined;
	readonly defaultVersion: string | undefined;
	readonly clusterVersion: string | undefined;
};

/** @returns the newest first */
export function versionRows(facts: Facts): VersionRow[] {
	const newest = facts.listed.map(({version}) => version);
	const others = [facts.debianVersion, facts.defaultVersion, facts.clusterVersion].filter(version => version !== undefined && !newest.includes(version)) as string[];
	return [...newest, ...new Set(others)].sort((a, b) => compareVersions(b, a)).map(version => row(version, facts));
}

function row(version: string, {listed, debianVersion, serving, engine, defaultVersion, clusterVersion}: Facts): VersionRow {
	const minor = minorVersion(releaseOf(version));
	const known = listed.find(other => other.minor === minor);
	// Debian's has what Debian packages beside it.
	const upstream = version === debianVersion ? undefined : known;
	const findings = engine ? checkEngine(engine, releaseOf(version), known?.criDockerd) : [];
	return {
		version, minor,
		etcd: upstream?.etcd.replace(/-\d+$/, ''), coreDns: upstream?.coreDns.replace(/^v/, ''), pause: upstream?.pause, criDockerd: known?.criDockerd,
		here: serving.filter(source => source === 'debian' ? version === debianVersion : known !== undefined),
		marks: [...version === defaultVersion ? ['default' as const] : [], ...version === clusterVersion ? ['cluster' as const] : []],
		engine: !engine ? 'unknown' : findings.some(({severity}) => severity === 'refuse') ? 'refuses' : findings.length > 0 ? 'limits' : 'fits',
		findings, known: known?.known ?? [],
	};
}
