/** Objects as the apiserver would list them. */
import type {Claim, Service, StorageClass, Volume} from '../../src/cloud-controller-manager/objects.ts';

let serial = 0;

/** Younger than all that were made before. */
export function makeService(name: string, spec: Service['spec'], address?: string): Service {
	serial++;
	return {
		metadata: {name, namespace: 'default', uid: `uid-${name}`, resourceVersion: String(serial), creationTimestamp: new Date(serial * 1000).toISOString()},
		spec, status: {loadBalancer: address === undefined ? {} : {ingress: [{ip: address}]}},
	};
}

export const claimUid = '01234567-89ab-cdef-0123-456789abcdef';

export function makeClaim(spec: Partial<Claim['spec']> = {}, metadata: Partial<Claim['metadata']> = {}): Claim {
	return {
		metadata: {
			name: 'data', namespace: 'shop', uid: claimUid, resourceVersion: '7',
			annotations: {'volume.beta.kubernetes.io/storage-provisioner': 'single-kube.dev/local'}, ...metadata,
		},
		spec: {accessModes: ['ReadWriteOnce'], storageClassName: 'standard', volumeMode: 'Filesystem', resources: {requests: {storage: '1Gi'}}, ...spec},
		status: {phase: 'Pending'},
	};
}

export function makeClass(change: Partial<StorageClass> = {}): StorageClass {
	return {metadata: {name: 'standard'}, provisioner: 'single-kube.dev/local', reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate', ...change};
}

export function makeVolume(phase: string, spec: Partial<Volume['spec']> = {}, metadata: Partial<Volume['metadata']> = {}): Volume {
	return {
		metadata: {name: `pvc-${claimUid}`, uid: 'uid-volume', annotations: {'pv.kubernetes.io/provisioned-by': 'single-kube.dev/local'}, ...metadata},
		spec: {capacity: {storage: '1Gi'}, persistentVolumeReclaimPolicy: 'Delete', claimRef: {namespace: 'shop', name: 'data', uid: claimUid}, ...spec},
		status: {phase},
	};
}
