/** Versions as a person reads them. Pure. */
import type {VersionsReport} from '../versions/report.ts';
import type {VersionRow} from '../versions/rows.ts';
import {formatTable} from './output.ts';

/** @param detailed with every known release, and what each finding says */
export function formatVersions({singleKube, engine, cluster, sources, versions}: VersionsReport, detailed: boolean): string {
	return [
		`single-kube ${singleKube}, ${'why' in engine ? `no engine: ${engine.why}` : `Docker ${engine.version} (API ${engine.minApiVersion} to ${engine.apiVersion}) at ${engine.host}`}`,
		...cluster ? [`The cluster ${cluster.name} runs Kubernetes ${cluster.version}${cluster.source === undefined ? '' : `, images from ${cluster.source}`}`] : [],
		...sources.map(({source, serves, why}) => `Source ${source}: ${serves ? 'serves' : 'does not serve'} here: ${why}`),
		'',
		formatTable(['VERSION', 'ETCD', 'COREDNS', 'PAUSE', 'RUNTIME', 'FROM HERE', 'ENGINE', ''], versions.map(row => cells(row))),
		...detailed ? versions.filter(({known}) => known.length > 0).slice(0, 1).map(({minor, known}) => `\nReleases of ${minor} whose checksums are known: ${known.join(', ')}`) : [],
		...formatFindings(versions, detailed),
	].join('\n');
}

function cells({version, etcd, coreDns, pause, criDockerd, here, engine, marks}: VersionRow): string[] {
	return [version, etcd ?? '-', coreDns ?? '-', pause ?? '-', criDockerd === undefined ? 'dockershim' : `cri-dockerd ${criDockerd}`, here.join(',') || '-', engine, marks.join(', ')];
}

/** Each of them once, with the versions that it is about. */
function formatFindings(versions: readonly VersionRow[], detailed: boolean): string[] {
	const all = versions.flatMap(({version, findings}) => findings.map(finding => ({version, ...finding})));
	const lines = [...Map.groupBy(all, ({code}) => code).values()].flatMap(same => [
		`  ${same[0]!.severity === 'refuse' ? 'refuses' : 'limits'}: ${spanOf(same.map(({version}) => version))}: ${same[0]!.text}`,
		...detailed ? [`    to do: ${same[0]!.hint}`] : [],
	]);
	return lines.length === 0 ? [] : ['', 'Of this engine:', ...lines];
}

/** @param versions the newest first */
function spanOf(versions: readonly string[]): string {
	return versions.length === 1 ? versions[0]! : `${versions.at(-1)} to ${versions[0]}`;
}
