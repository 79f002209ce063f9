import {stat, statfs} from 'node:fs/promises';
import path from 'node:path';
import {embeddedPaths} from '../../embedded-engine/paths.ts';
import {findImages} from '../../engine/find-images.ts';
import {cacheDirectory} from '../../images/cache-directory.ts';
import {dockerWord} from '../docker-word.ts';
import {formatBytes} from '../format-bytes.ts';
import {type Check, error, type Finding, found, type Problem, warning} from '../check.ts';
import {type DoctorContext, onEngineMachine} from '../context.ts';

/** A file system, by what is on it. */
export type FileSystemSeen = {readonly what: 'the engine\'s data root' | 'the cache'; readonly directory: string; /** Bytes. */ readonly free: number; /** Undefined where it makes inodes as they are needed. */ readonly inodes: {readonly free: number; readonly total: number} | undefined};
export type DiskSeen = {readonly fileSystems: readonly FileSystemSeen[]; /** Whether the images of a cluster are there already. */ readonly hasImages: boolean; readonly storageDriver: string | undefined; /** How the Docker CLI reaches the engine. */ readonly docker: string};

const gibibyte = 1024 ** 3;
/** With less, etcd cannot even preallocate its write-ahead log (64 MB) and layers fail to be written. */
const least = gibibyte / 4;
const enoughToRun = gibibyte;
/** What building all images from Debian takes at its height (docs/errors.md, ENGINE_OUT_OF_SPACE). */
const enoughToBuild = 6 * gibibyte;
const leastInodes = 20_000;

export const disk: Check = {
	name: 'disk', about: 'free space and inodes below the engine\'s data root and the cache', quick: true, atStart: 'refuse',
	run: async context => onEngineMachine(context, async () => judgeDisk(await look(context))),
};

/** Pure. */
export function judgeDisk({fileSystems, hasImages, storageDriver, docker}: DiskSeen): Finding {
	const seen = fileSystems.map(({what, directory, free, inodes}) => `${what} ${directory}: ${formatBytes(free)} free${inodes ? `, ${inodes.free} inodes` : ''}`).join('; ');
	return found(seen, [
		...fileSystems.flatMap(system => problemsOf(system, hasImages, docker)),
		...storageDriver === 'vfs' ? [warning('the engine\'s storage driver is vfs: each layer of each container is a whole copy, which takes time and space', 'Give the engine a data root on ext4 or xfs, where overlay2 works')] : [],
	]);
}

function problemsOf({what, directory, free, inodes}: FileSystemSeen, hasImages: boolean, docker: string): Problem[] {
	const fix = `${docker} system df && ${docker} system prune`;
	// Where the engine has room, a start goes on without a cache: its images may be there.
	const severity = what === 'the cache' ? warning : error;
	const space = free < least ? [severity(`${what} ${directory} has ${formatBytes(free)} left: ${what === 'the cache' ? 'nothing can be kept there' : 'containers cannot be made'}`, fix)]
		: free < enoughToRun ? [warning(`${what} ${directory} has ${formatBytes(free)} left`, fix)]
			: free < enoughToBuild && !hasImages ? [warning(`${what} ${directory} has ${formatBytes(free)} left; while images are built from Debian's packages they need about ${formatBytes(enoughToBuild)}`, fix)] : [];
	// A container's layer, a volume and a pod's directories are some hundred files each, an image many thousands.
	return [...space, ...inodes && inodes.free < leastInodes ? [
		(inodes.free < 500 ? severity : warning)(`${what} ${directory} has ${inodes.free} of ${inodes.total} inodes left`, `See where the files are: sudo du --inodes -xd2 ${directory} | sort -n | tail`),
	] : []];
}

async function look(context: DoctorContext): Promise<DiskSeen> {
	const engine = await context.engine().catch(() => undefined);
	const condition = await context.condition().catch(() => undefined);
	// Where none answers, and none was named, a start runs the embedded engine.
	const root = condition?.rootDir ?? ((await context.address()).explicit ? undefined : embeddedPaths(context.env).data);
	const places = [...root === undefined ? [] : [{what: 'the engine\'s data root' as const, directory: root}], {what: 'the cache' as const, directory: cacheDirectory(context.env)}];
	const systems = await Promise.all(places.map(async ({what, directory}) => fileSystem(what, directory)));
	// One that holds both is told of once.
	const fileSystems = systems.filter((system, index) => systems.findIndex(({device}) => device === system.device) === index).map(({device: _, ...system}) => system);
	const plenty = fileSystems.every(({free}) => free >= enoughToBuild);
	return {fileSystems, storageDriver: condition?.storageDriver, docker: dockerWord(engine), hasImages: plenty || (engine !== undefined && (await findImages(engine, 'kubelet')).length > 0)};
}

/** Of a directory that is yet to be made: that of the next one above it. */
async function fileSystem(what: FileSystemSeen['what'], directory: string): Promise<FileSystemSeen & {readonly device: number}> {
	const found = await stat(directory).catch(() => undefined);
	if (!found) {
		return {...await fileSystem(what, path.dirname(directory)), directory};
	}

	const {bsize, bavail, files, ffree} = await statfs(directory);
	return {what, directory, device: found.dev, free: bsize * bavail, inodes: files === 0 ? undefined : {free: ffree, total: files}};
}
