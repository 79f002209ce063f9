/** A start keeps a cluster's version: what leads from one to another is an upgrade. Pure. */
import {SingleKubeError} from '../errors.ts';
import type {Observed} from '../plan/observed.ts';
import type {ImageSettings, Settings} from '../plan/topology.ts';
import {minorNumber, minorVersion} from '../upstream/compare-versions.ts';
import type {ClusterOptions} from './options.ts';
import type {SettledSource} from './settle-source.ts';
import {checkUpgrade} from './skew.ts';

/**
 * @param before the cluster's settings as they were
 * @param settled what it would be started with
 * @throws SingleKubeError STATE_CORRUPT when data is there without the keys it was made with, STATE_FOREIGN for another version
 */
export function refuseOtherVersion(name: string, observed: Observed, before: Settings, {source, images}: SettledSource): void {
	const data = `sk-${name}-etcd`;
	const volume = observed.volumes.find(candidate => candidate.name === data);
	if (!volume) {
		return;
	}

	const anew = `Make the cluster anew: single-kube delete --name ${name} && single-kube start --name ${name}`;
	if (!observed.volumes.some(candidate => candidate.name === `sk-${name}-pki`)) {
		throw new SingleKubeError('STATE_CORRUPT', `the volume ${data} is there, but the authorities it was made with are not`, {seen: [`no volume sk-${name}-pki`], hint: anew});
	}

	// The label of a volume cannot change, and a cluster of an older single-kube has nothing else.
	const from = before.kubernetesVersion ?? before.images?.kubernetesVersion ?? volume.version;
	const to = source.kubernetesVersion;
	// Whoever builds Kubernetes has another version with every commit.
	const same = from === '' || (images.source === 'local' ? minorNumber(from) === minorNumber(to) : from === to);
	if (!same) {
		throw new SingleKubeError('STATE_FOREIGN', `the cluster ${name} is of Kubernetes ${from}, not ${to}`, {
			seen: [`its objects are in the volume ${data}`], hint: hintFor(name, from, to, images, anew),
		});
	}
}

function hintFor(name: string, from: string, to: string, images: ImageSettings, anew: string): string {
	const refused = checkUpgrade(from, to);
	if (refused?.next !== undefined) {
		return `${refused.rule}: first single-kube upgrade ${refused.next} --name ${name}. Or: ${anew}`;
	}

	if (refused) {
		return anew;
	}

	return `single-kube upgrade ${images.source === 'local' ? `--binaries ${images.binaries}` : minorNumber(from) === minorNumber(to) ? to : minorVersion(to)} --name ${name}`;
}

/**
 * What an interrupted upgrade leaves is a cluster that runs; but it has to be finished before anything else is asked of it.
 *
 * @returns what to tell the user @throws SingleKubeError UPGRADE_UNFINISHED
 */
export function refuseUnfinishedUpgrade(name: string, {upgrading, kubernetesVersion}: Settings, options: ClusterOptions = {}): string | undefined {
	if (!upgrading) {
		return undefined;
	}

	const back = `single-kube upgrade --rollback --name ${name}`;
	if (upgrading.restoring) {
		throw new SingleKubeError('UPGRADE_UNFINISHED', `the way back of an upgrade of ${name} was interrupted while etcd's data was put back`, {hint: `Finish it: ${back}`});
	}

	const both = `go on with single-kube upgrade --name ${name}, or go back with ${back}`;
	if ([options.source, options.binaries, options.bundle, options.kubernetesVersion].some(option => option !== undefined)) {
		throw new SingleKubeError('UPGRADE_UNFINISHED', `an upgrade of ${name} from ${kubernetesVersion} to ${upgrading.to} was interrupted`, {hint: `First ${both}`});
	}

	return `an upgrade from ${kubernetesVersion} to ${upgrading.to} was interrupted: ${both}`;
}
