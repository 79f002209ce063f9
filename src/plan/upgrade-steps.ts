/**
 * The order in which an upgrade replaces components, one step after the other, so that at no time two of them are side by
 * side that Kubernetes does not support ("Version Skew Policy", supported component upgrade order). Pure.
 */
import {differ} from './mix.ts';
import type {Topology} from './topology.ts';

export type UpgradeStep = {
	/** What it is about, for a person: `kube-apiserver`. */
	readonly component: string;
	/** The services that are replaced in it, together. */
	readonly names: ReadonlySet<string>;
	/** The images that these are made from. */
	readonly images: readonly string[];
};

const step = (component: string, names: readonly string[] = [component], images: readonly string[] = names): UpgradeStep => ({component, names: new Set(names), images});

export const orderedSteps: readonly UpgradeStep[] = [
	step('etcd'),
	step('kube-apiserver'),
	step('kube-controller-manager'),
	step('kube-scheduler'),
	// Dockershim and cri-dockerd come and go with the kubelet's version.
	step('kubelet', ['node-prepare', 'cri-dockerd', 'kubelet'], ['kubelet', 'cri-dockerd', 'pause']),
	step('kube-proxy'),
	step('kubectl'),
];

/** The holder: with it goes the network of every pod, so no upgrade touches it. */
const holder = 'node';

/** What is no program of Kubernetes: replaced at the end, where it differs at all. */
export const restOf = (before: Topology, after: Topology): UpgradeStep => step('the rest', [...new Set([...before.components, ...after.components]
	.filter(({port}) => port === undefined).map(({name}) => name))]
	.filter(name => name !== holder && !orderedSteps.some(({names}) => names.has(name))), []);

/** @returns those of the steps in which anything changes, in order */
export function upgradeSteps(before: Topology, after: Topology): UpgradeStep[] {
	return [...orderedSteps, restOf(before, after)].filter(({names}) => differ(before, after, names));
}
