/**
 * Volumes whose object somebody deleted before their claim: `kubectl delete pv,pvc --all` does it. The volume controller
 * lets go of them without asking us, and their data would stay for ever.
 */
import type {Volume} from '../objects.ts';
import {isOurs, type StorageObjects} from './storage-steps.ts';

export type LostVolumes = {
	/** @returns the names of volumes that are gone, their claim as well, and whose policy was to delete the data */
	readonly take: (objects: StorageObjects) => string[];
	/** It was seen to. */
	readonly forget: (name: string) => void;
};

/**
 * Remembers volumes only from when their deletion was seen to begin: a list without them, which a cluster with a fresh
 * etcd would give, is no reason to delete anything.
 */
export function lostVolumes(): LostVolumes {
	const going = new Map<string, Volume>();
	return {
		take({claims, volumes}) {
			for (const volume of volumes) {
				if (isOurs(volume) && volume.spec.persistentVolumeReclaimPolicy === 'Delete' && volume.metadata.deletionTimestamp !== undefined) {
					going.set(volume.metadata.name, volume);
				} else {
					going.delete(volume.metadata.name);
				}
			}

			const names = new Set(volumes.map(({metadata}) => metadata.name));
			const uids = new Set(claims.map(({metadata}) => metadata.uid));
			return [...going.values()].filter(({metadata, spec}) => !names.has(metadata.name) && !uids.has(spec.claimRef?.uid ?? '')).map(({metadata}) => metadata.name);
		},
		forget(name) {
			going.delete(name);
		},
	};
}
