/**
 * Which versions of Kubernetes' programs may run beside each other: the rules of "Version Skew Policy" (Kubernetes
 * documentation, releases), which count minor versions. Pure.
 */
import type {KubernetesProgram} from '../images/catalogue.ts';
import {compareVersions, minorNumber, releaseOf} from '../upstream/compare-versions.ts';

/** How far `program` may be from `from`, in minor versions. */
export type SkewRule = {
	readonly program: KubernetesProgram;
	readonly from: KubernetesProgram;
	readonly newer: number;
	readonly older: number;
	/** In words. */
	readonly rule: string;
	/** The rule is for programs of these minor versions: at least, below. */
	readonly since?: number;
	readonly before?: number;
};

const control = (program: KubernetesProgram): SkewRule => ({
	program, from: 'kube-apiserver', newer: 0, older: 1, rule: `${program} must not be newer than kube-apiserver, and may be one minor version older`,
});

const onNode = (program: KubernetesProgram): SkewRule[] => [
	{program, from: 'kube-apiserver', newer: 0, older: 3, since: 25, rule: `${program} must not be newer than kube-apiserver, and may be up to three minor versions older`},
	{program, from: 'kube-apiserver', newer: 0, older: 2, before: 25, rule: `${program} before 1.25 must not be newer than kube-apiserver, and may be up to two minor versions older`},
];

export const skewRules: readonly SkewRule[] = [
	control('kube-controller-manager'),
	control('kube-scheduler'),
	...onNode('kubelet'),
	...onNode('kube-proxy'),
	{program: 'kube-proxy', from: 'kubelet', newer: 3, older: 3, since: 25, rule: 'kube-proxy may be up to three minor versions older or newer than the kubelet beside it'},
	{program: 'kube-proxy', from: 'kubelet', newer: 2, older: 2, before: 25, rule: 'kube-proxy before 1.25 may be up to two minor versions older or newer than the kubelet beside it'},
	{program: 'kubectl', from: 'kube-apiserver', newer: 1, older: 1, rule: 'kubectl may be one minor version older or newer than kube-apiserver'},
];

export type SkewViolation = {readonly program: KubernetesProgram; readonly version: string; readonly from: KubernetesProgram; readonly fromVersion: string; readonly rule: string};

/** @param versions full versions, `1.36.2` @returns what breaks a rule, in the order of the rules */
export function checkSkew(versions: Readonly<Record<KubernetesProgram, string>>): SkewViolation[] {
	return skewRules.flatMap(({program, from, newer, older, since = 0, before = Number.POSITIVE_INFINITY, rule}) => {
		const [version, fromVersion] = [versions[program], versions[from]];
		const [minor, ahead] = [minorNumber(version), minorNumber(version) - minorNumber(fromVersion)];
		const applies = minor % 1000 >= since && minor % 1000 < before;
		return applies && (ahead > newer || -ahead > older) ? [{program, version, from, fromVersion, rule}] : [];
	});
}

/**
 * Whether a cluster may go from one version to another in one upgrade.
 *
 * @returns undefined when it may, else the rule, and the minor version to go to first where there is one
 */
export function checkUpgrade(from: string, to: string): {readonly rule: string; readonly next: string | undefined} | undefined {
	const steps = minorNumber(to) - minorNumber(from);
	if (steps > 1) {
		const [major, minor] = from.split('.');
		return {rule: 'kube-apiserver is upgraded one minor version at a time', next: `${major}.${Number(minor) + 1}`};
	}

	// What is before a release, an alpha, is not told apart from it.
	return compareVersions(releaseOf(to), releaseOf(from)) < 0 ? {rule: 'Kubernetes does not go back to an older version', next: undefined} : undefined;
}
