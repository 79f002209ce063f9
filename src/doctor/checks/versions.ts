import {settleSettings} from '../../cluster/settings.ts';
import {checkEngine, type EngineFacts} from '../../engine/compatibility.ts';
import {debianKubernetesVersion} from '../../images/catalogue.ts';
import {versionFor} from '../../upstream/versions.ts';
import {readManifest} from '../../version.ts';
import {type Check, error, type Finding, found, type Problem, warning} from '../check.ts';
import type {DoctorContext} from '../context.ts';

/** What is checked elsewhere: by `cgroups` and by `disk`. */
const others = new Set(['cgroup-v2-early', 'cgroup-v1-deprecated', 'slow-storage']);

export type VersionsSeen = {
	readonly engine: EngineFacts | undefined;
	/** Those that a start may choose: one when it is known which. */
	readonly kubernetes: readonly string[];
	readonly singleKube: string;
	/** `24.1.0`, and what package.json asks for: `>=22.20`. */
	readonly node: {readonly version: string; readonly wanted: string};
};

export const versions: Check = {
	name: 'versions', about: 'Docker\'s API against the Kubernetes that is wanted, single-kube, Node', quick: true, atStart: 'nothing',
	async run(context) {
		const {version, engines} = readManifest();
		return judgeVersions({
			engine: await context.info().catch(() => undefined), kubernetes: await wantedVersions(context), singleKube: version,
			node: {version: process.versions.node, wanted: engines.node},
		});
	},
};

/** Pure. What stands in the way of every version is an error, of one among several a warning. */
export function judgeVersions({engine, kubernetes, singleKube, node}: VersionsSeen): Finding {
	const seen = [
		`single-kube ${singleKube}`, `Node ${node.version}`, ...engine ? [`Docker ${engine.version} (API ${engine.minApiVersion} to ${engine.apiVersion})`] : [],
		`Kubernetes ${kubernetes.join(' or ')}`,
	].join(', ');
	const byVersion = engine ? kubernetes.map(version => checkEngine(engine, version, criDockerdOf(version)).filter(({code}) => !others.has(code))) : [];
	const all = new Map(byVersion.flat().map(each => [each.code, each]));
	return found(seen, [
		...nodeProblem(node),
		...[...all.values()].map(({severity, code, text, hint}) =>
			severity === 'refuse' && byVersion.every(list => list.some(each => each.code === code)) ? error(text, hint) : warning(text, hint)),
	]);
}

/** The newest cri-dockerd that is known to go with it; none where there is none. */
function criDockerdOf(version: string): string | undefined {
	try {
		return versionFor(version).criDockerd;
	} catch {
		return undefined;
	}
}

function nodeProblem({version, wanted}: VersionsSeen['node']): Problem[] {
	const [has, needs] = [version, wanted.replace(/^>=/, '')].map(text => text.split('.').map(Number));
	const old = has![0]! < needs![0]! || (has![0] === needs![0] && has![1]! < (needs![1] ?? 0));
	return old ? [error(`Node ${version} is older than single-kube needs (${wanted})`, `Install Node ${needs![0]} or newer, see: https://nodejs.org/en/download`)] : [];
}

/** What was asked for, else what the cluster has, else what the two sources that need no word have. @throws SingleKubeError VERSION_UNKNOWN */
export async function wantedVersions({options, engine, cluster}: DoctorContext): Promise<string[]> {
	if (options.kubernetesVersion !== undefined) {
		return [versionFor(options.kubernetesVersion).version];
	}

	const running = await engine().catch(() => undefined);
	const settings = running && await settleSettings(running, cluster, {}).catch(() => undefined);
	if (settings?.kubernetesVersion !== undefined) {
		return [settings.kubernetesVersion];
	}

	const newest = versionFor(undefined).version;
	return options.source === 'debian' ? [debianKubernetesVersion] : options.source === 'registry' ? [newest] : [debianKubernetesVersion, newest];
}
