/** Carries out what storage-steps decides: directories, PersistentVolumes and events. */
import type {Api} from '../../api/api.ts';
import {isAlreadyExists, isNotFound} from '../../api/api-request-error.ts';
import {messageOf} from '../../errors.ts';
import {attemptAll} from '../attempt-all.ts';
import type {RecordEvent} from '../../controllers/event-recorder.ts';
import type {Volume} from '../objects.ts';
import {isReclaimable, type StorageObjects, type StorageStep, storageSteps} from './storage-steps.ts';
import {lostVolumes} from './lost-volumes.ts';
import {volumeName} from './new-volume.ts';
import type {VolumeDirectories} from './volume-directories.ts';

export type StorageOptions = {
	readonly api: Api; readonly record: RecordEvent; readonly log: (line: string) => void;
	/** Where the volumes are, and what makes and removes them. */
	readonly root: string; readonly directories: VolumeDirectories;
};

const volumesPath = '/api/v1/persistentvolumes';

/** @returns one round of work for these objects */
export function storageController({api, record, log, root, directories}: StorageOptions): (objects: StorageObjects, signal: AbortSignal) => Promise<void> {
	let swept = false;
	// Made, but the watch has not brought it yet.
	const made = new Set<string>();
	const lost = lostVolumes();

	const provision = async ({claim, volume}: Extract<StorageStep, {kind: 'provision'}>, signal: AbortSignal): Promise<void> => {
		const {name} = volume.metadata;
		if (made.has(name)) {
			return;
		}

		const subject = {kind: 'PersistentVolumeClaim', object: claim} as const;
		await record(subject, {type: 'Normal', reason: 'Provisioning', message: `Making the directory ${root}/${name}`});
		try {
			await directories.make(name);
			await api.create(volumesPath, volume, signal).catch((error: unknown) => {
				if (!isAlreadyExists(error)) {
					throw error;
				}
			});
		} catch (error) {
			await record(subject, {type: 'Warning', reason: 'ProvisioningFailed', message: `The volume ${name} could not be made: ${messageOf(error)}`});
			throw error;
		}

		made.add(name);
		log(`the volume ${name} is for the claim ${claim.metadata.namespace}/${claim.metadata.name}`);
		await record(subject, {type: 'Normal', reason: 'ProvisioningSucceeded', message: `Successfully provisioned volume ${name}`});
	};

	const reclaim = async (snapshot: Volume, signal: AbortSignal): Promise<void> => {
		const {name} = snapshot.metadata;
		try {
			// Data do not come back: what the watch said may be a moment old.
			const volume = await api.get<Volume>(`${volumesPath}/${name}`, signal);
			if (!isReclaimable(volume)) {
				return;
			}

			await directories.remove(name);
			// With a time of deletion it only waits for the volume controller to let go.
			if (volume.metadata.deletionTimestamp === undefined) {
				await api.delete(`${volumesPath}/${name}`, signal);
				log(`the volume ${name} and its data are deleted`);
			}
		} catch (error) {
			if (isNotFound(error)) {
				return;
			}

			await record({kind: 'PersistentVolume', object: snapshot}, {type: 'Warning', reason: 'VolumeFailedDelete', message: messageOf(error)});
			throw error;
		}
	};

	const expand = async ({claim, volume, size}: Extract<StorageStep, {kind: 'expand'}>, signal: AbortSignal): Promise<void> => {
		const {namespace, name} = claim.metadata;
		await api.patch(`${volumesPath}/${volume.metadata.name}`, {spec: {capacity: {storage: size}}}, 'merge', signal);
		await api.patch(`/api/v1/namespaces/${namespace}/persistentvolumeclaims/${name}/status`, {status: {capacity: {storage: size}}}, 'merge', signal);
		await record({kind: 'PersistentVolumeClaim', object: claim}, {type: 'Normal', reason: 'VolumeResizeSuccessful', message: `The claim is for ${size} now; a directory has no limit`});
	};

	const carryOut = async (step: StorageStep, signal: AbortSignal): Promise<void> => {
		switch (step.kind) {
			case 'provision': {
				return provision(step, signal);
			}

			case 'refuse': {
				return record({kind: 'PersistentVolumeClaim', object: step.claim}, {type: 'Warning', reason: 'ProvisioningFailed', message: step.why});
			}

			case 'reclaim': {
				return reclaim(step.volume, signal);
			}

			case 'expand': {
				return expand(step, signal);
			}
		}
	};

	return async (objects, signal) => {
		const names = new Set(objects.volumes.map(({metadata}) => metadata.name));
		if (!swept) {
			const awaited = new Set(objects.claims.map(claim => volumeName(claim)));
			await directories.sweep(name => names.has(name) || awaited.has(name));
			swept = true;
		}

		for (const name of [...made].filter(each => names.has(each))) {
			made.delete(name);
		}

		await attemptAll(storageSteps(objects, root), async step => carryOut(step, signal));
		await attemptAll(lost.take(objects), async name => {
			const gone = await api.get(`${volumesPath}/${name}`, signal).then(() => false, (error: unknown) => isNotFound(error) || Promise.reject(error));
			if (gone) {
				await directories.remove(name);
			}

			lost.forget(name);
		});
	};
}
