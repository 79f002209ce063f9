/** The directories of volumes, below one that the kubelets see at the same path. */
import {chmod, mkdir, readdir, rename, rm, rmdir} from 'node:fs/promises';
import path from 'node:path';

export type VolumeDirectories = {
	/** Make the directory, if it is not there: every user may write to it, as no pod says which one it will run as. */
	readonly make: (name: string) => Promise<void>;
	/** Remove it with all that is in it; one that is not there is removed. An interrupted removal is finished by the next `sweep`. */
	readonly remove: (name: string) => Promise<void>;
	/**
	 * After a crash: finish removals, and remove directories that were made for volumes that never came to be. Those are
	 * empty, since no pod could ever use them; data of unknown volumes stay where they are.
	 *
	 * @param isKnown whether there is a volume, or a claim that will get one, of that name
	 */
	readonly sweep: (isKnown: (name: string) => boolean) => Promise<void>;
};

const deletedPrefix = '.deleted-';
const ours = /^pvc-[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** @throws what the file system says */
export function volumeDirectories(root: string): VolumeDirectories {
	const directoryOf = (name: string): string => {
		if (!ours.test(name)) {
			throw new RangeError(`expected the name of a volume of ours, pvc-<uid>, found "${name}"`);
		}

		return path.join(root, name);
	};

	const finish = async (name: string): Promise<void> => rm(path.join(root, `${deletedPrefix}${name}`), {recursive: true, force: true});
	return {
		async make(name) {
			await mkdir(directoryOf(name), {recursive: true});
			await chmod(directoryOf(name), 0o777);
		},
		async remove(name) {
			await finish(name);
			try {
				// From now on nobody takes what is left of it for a volume.
				await rename(directoryOf(name), path.join(root, `${deletedPrefix}${name}`));
			} catch (error) {
				if (isMissing(error)) {
					return;
				}

				throw error;
			}

			await finish(name);
		},
		async sweep(isKnown) {
			for (const name of await readdir(root)) {
				if (name.startsWith(deletedPrefix)) {
					await finish(name.slice(deletedPrefix.length));
				} else if (ours.test(name) && !isKnown(name)) {
					// Of one that is not empty the system says so.
					await rmdir(path.join(root, name)).catch(() => undefined);
				}
			}
		},
	};
}

function isMissing(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
