/**
 * What the claims, volumes and classes of a cluster ask of us. The protocol is that of every external provisioner
 * ("Persistent Volumes", Kubernetes documentation; sig-storage-lib-external-provisioner): the volume controller asks for
 * a volume by an annotation on the claim, binds what we make, and leaves a released volume to us.
 */
import type {ApiObject} from '../../api/api.ts';
import type {Claim, StorageClass, Volume} from '../objects.ts';
import {newVolume, provisioner, volumeName} from './new-volume.ts';
import {parseQuantity} from './quantity.ts';

export type StorageObjects = {readonly claims: readonly Claim[]; readonly volumes: readonly Volume[]; readonly classes: readonly StorageClass[]};

export type StorageStep =
	| {readonly kind: 'provision'; readonly claim: Claim; readonly volume: ApiObject}
	| {readonly kind: 'refuse'; readonly claim: Claim; readonly why: string}
	| {readonly kind: 'reclaim'; readonly volume: Volume}
	| {readonly kind: 'expand'; readonly claim: Claim; readonly volume: Volume; readonly size: string};

/** @param root where the volumes' directories are */
export function storageSteps({claims, volumes, classes}: StorageObjects, root: string): StorageStep[] {
	const byName = new Map(volumes.map(volume => [volume.metadata.name, volume]));
	return [
		...claims.flatMap(claim => claimSteps(claim, byName, classes, root)),
		...volumes.filter(volume => isReclaimable(volume)).map(volume => ({kind: 'reclaim' as const, volume})),
	];
}

/** Whether its data are to be deleted: we made it, nobody claims it, and its policy says so. */
export function isReclaimable(volume: Volume): boolean {
	return isOurs(volume) && volume.spec.persistentVolumeReclaimPolicy === 'Delete' && ['Released', 'Failed'].includes(volume.status?.phase ?? '');
}

export function isOurs({metadata}: Volume): boolean {
	return metadata.annotations?.['pv.kubernetes.io/provisioned-by'] === provisioner;
}

function claimSteps(claim: Claim, volumes: ReadonlyMap<string, Volume>, classes: readonly StorageClass[], root: string): StorageStep[] {
	if (claim.metadata.deletionTimestamp !== undefined) {
		return [];
	}

	const bound = claim.spec.volumeName === undefined ? undefined : volumes.get(claim.spec.volumeName);
	if (claim.spec.volumeName !== undefined && claim.spec.volumeName !== '') {
		return bound === undefined ? [] : expansion(claim, bound);
	}

	const storageClass = classes.find(({metadata}) => metadata.name === claim.spec.storageClassName);
	if (!storageClass || !asksUs(claim, storageClass) || volumes.has(volumeName(claim))) {
		return [];
	}

	const why = reasonToRefuse(claim, storageClass);
	return why === undefined ? [{kind: 'provision', claim, volume: newVolume(claim, storageClass, root)}] : [{kind: 'refuse', claim, why}];
}

/** The volume controller has looked for a volume that is there already, found none, and names us. */
function asksUs({metadata: {annotations = {}}}: Claim, storageClass: StorageClass): boolean {
	const named = annotations['volume.kubernetes.io/storage-provisioner'] ?? annotations['volume.beta.kubernetes.io/storage-provisioner'];
	const waits = storageClass.volumeBindingMode === 'WaitForFirstConsumer';
	return storageClass.provisioner === provisioner && named === provisioner && (!waits || (annotations['volume.kubernetes.io/selected-node'] ?? '') !== '');
}

function reasonToRefuse({spec}: Claim, storageClass: StorageClass): string | undefined {
	if (spec.volumeMode === 'Block') {
		return 'volumeMode Block is not possible, volumes here are directories: use volumeMode Filesystem';
	}

	if (spec.selector !== undefined) {
		return 'a selector is for volumes that are there already, and none of them fits: remove spec.selector to get a new volume';
	}

	if (spec.dataSource !== undefined) {
		return `a volume cannot be made from the ${spec.dataSource.kind} ${spec.dataSource.name}: remove spec.dataSource and copy the data with a pod`;
	}

	const [parameter] = Object.keys(storageClass.parameters ?? {});
	return parameter === undefined ? undefined : `the StorageClass has the parameter ${parameter}, and ${provisioner} knows none: make a class without parameters`;
}

/** A directory has no size: a larger claim needs nothing but its new number. */
function expansion(claim: Claim, volume: Volume): StorageStep[] {
	const size = claim.spec.resources?.requests?.storage;
	const has = claim.status?.capacity?.storage;
	const grows = isOurs(volume) && claim.status?.phase === 'Bound' && size !== undefined && has !== undefined && parseQuantity(size) > parseQuantity(has);
	return grows ? [{kind: 'expand', claim, volume, size}] : [];
}
