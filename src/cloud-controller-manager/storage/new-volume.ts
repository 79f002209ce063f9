import type {ApiObject} from '../../api/api.ts';
import type {Claim, StorageClass} from '../objects.ts';

/** The name that StorageClasses call us by. */
export const provisioner = 'single-kube.dev/local';

/** The claim's uid is in it: a provisioner that is interrupted and starts over makes the same one. */
export function volumeName({metadata}: Claim): string {
	return `pvc-${metadata.uid}`;
}

/**
 * The volume for a claim. It is of the type `local`, not hostPath, since the kubelet applies a pod's fsGroup only to
 * the former; every node reaches it, since all of them are on the one host.
 *
 * @param root where the volumes' directories are
 */
export function newVolume(claim: Claim, storageClass: StorageClass, root: string): ApiObject {
	const name = volumeName(claim);
	const {metadata, spec} = claim;
	return {
		apiVersion: 'v1', kind: 'PersistentVolume',
		metadata: {name, annotations: {'pv.kubernetes.io/provisioned-by': provisioner}},
		spec: {
			capacity: {storage: spec.resources?.requests?.storage},
			accessModes: spec.accessModes,
			volumeMode: 'Filesystem',
			persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? 'Delete',
			storageClassName: storageClass.metadata.name,
			...(storageClass.mountOptions ? {mountOptions: storageClass.mountOptions} : {}),
			claimRef: {apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: metadata.namespace, name: metadata.name, uid: metadata.uid, resourceVersion: metadata.resourceVersion},
			local: {path: `${root}/${name}`},
			// The type demands one; all nodes have this label.
			nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: 'kubernetes.io/hostname', operator: 'Exists'}]}]}},
		},
	};
}
