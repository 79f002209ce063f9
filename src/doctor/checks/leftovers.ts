import {readFile} from 'node:fs/promises';
import {daemons} from '../../embedded-engine/find-daemon.ts';
import {mountsBelow} from '../../embedded-engine/mounts.ts';
import {engineStatus} from '../../embedded-engine/status.ts';
import {embeddedPaths} from '../../embedded-engine/paths.ts';
import {leftoverProcesses} from '../../embedded-engine/end-processes.ts';
import {dockerWord} from '../docker-word.ts';
import {type ClusterRemains, clusterRemains} from '../cluster-remains.ts';
import {type HostRemains, hostRemains} from '../host-remains.ts';
import {type Check, type Finding, found, type Problem, warning} from '../check.ts';
import {type DoctorContext, engineElsewhere} from '../context.ts';

export type LeftoversSeen = {
	/** How the Docker CLI reaches the engine. */
	readonly docker: string;
	readonly clusters: readonly ClusterRemains[];
	/** What the engine's machine has; else why that is not seen. */
	readonly host: HostRemains | {readonly unseen: string};
	/** Of an embedded engine that does not run: what is left of it. */
	readonly embedded: {readonly directory: string; readonly processes: number; readonly mounts: number} | undefined;
};

export const leftovers: Check = {
	name: 'leftovers', about: 'what clusters and engines that are no more have left behind', quick: false, atStart: 'nothing', limit: 10_000,
	run: async (context, signal) => judgeLeftovers(await look(context, signal)),
};

/** Pure. */
export function judgeLeftovers({docker, clusters, host, embedded}: LeftoversSeen): Finding {
	const seen = [
		`clusters with a network: ${clusters.filter(({network}) => network).map(({cluster}) => cluster).join(', ') || 'none'}`,
		'unseen' in host ? host.unseen : `directories of ${host.directories.length}, cgroups of ${host.groups.length}`,
	].join('; ');
	return found(seen, [
		...clusters.flatMap(cluster => onEngine(cluster, docker)),
		...'unseen' in host ? [] : onHost(host, clusters.map(({cluster}) => cluster)),
		...embedded && embedded.processes + embedded.mounts > 0 ? [warning(
			`the embedded engine in ${embedded.directory} does not run, and ${embedded.processes} processes and ${embedded.mounts} mounts of it are left`, 'sudo npx single-kube engine stop',
		)] : [],
	]);
}

/** While a command is at work on a cluster, nothing of it is a leftover. */
function onEngine({cluster, network, components, strangers, volumes, lock, workbenches}: ClusterRemains, docker: string): Problem[] {
	if (lock?.alive) {
		return [];
	}

	const counted = [...components > 0 ? [`${components} containers`] : [], ...volumes > 0 ? [`${volumes} volumes`] : []];
	return [
		...lock ? [warning(`the lock of the cluster ${cluster} is that of a process that is no more (${lock.owner})`, `${docker} rm -f sk-${cluster}-lock`)] : [],
		...workbenches.length > 0 ? [warning(`containers that a command of single-kube had for a moment are still there: ${workbenches.join(', ')}`, `${docker} rm -f ${workbenches.join(' ')}`)] : [],
		...!network && strangers.length > 0 ? [warning(`containers wear the label of the cluster ${cluster}, which has no network, and are no component of it: ${strangers.join(', ')}`, `${docker} rm -f ${strangers.join(' ')}`)] : [],
		...!network && counted.length > 0 ? [warning(`the cluster ${cluster} has no network any more, and ${counted.join(' and ')}`, `single-kube delete --name ${cluster}`)] : [],
		...network && components + volumes === 0 ? [warning(`the cluster ${cluster} has a network and nothing else: a start of it was interrupted`, `single-kube delete --name ${cluster}`)] : [],
	];
}

function onHost({directory, directories, groups, mounts, elsewhere}: HostRemains, known: readonly string[]): Problem[] {
	const alive = new Set([...known, ...elsewhere]);
	return [
		...directories.filter(name => !alive.has(name)).map(name => {
			const own = mounts.filter(mount => mount.startsWith(`${directory}/${name}/`));
			const below = own.length === 0 ? '' : ` with ${own.length} mounts`;
			return warning(`the directory ${directory}/${name}${below} is that of a cluster which no engine that answers has`, [
				...own.map(mount => `sudo umount --lazy ${quoted(mount)}`), `sudo rm -rf --one-file-system ${directory}/${name}`,
			].join(' && '));
		}),
		...groups.filter(({cluster}) => !alive.has(cluster)).map(({cluster, processes}) => warning(
			`the control groups /single-kube/${cluster} are those of a cluster which no engine that answers has${processes > 0 ? `, and ${processes} processes are in them` : ''}`,
			`sudo find /sys/fs/cgroup -depth -type d -path '*/single-kube/${cluster}*' -exec rmdir {} +`,
		)),
	];
}

const quoted = (word: string): string => /^[\w/.:@~-]+$/.test(word) ? word : `'${word.replaceAll('\'', '\'\\\'\'')}'`;

async function look(context: DoctorContext, signal: AbortSignal): Promise<LeftoversSeen> {
	const engine = await context.engine().catch(() => undefined);
	const elsewhere = await engineElsewhere(context);
	const unseen = elsewhere ?? (engine ? undefined : 'no engine answers that could say which clusters there are');
	const [clusters, host, embedded] = await Promise.all([
		engine ? clusterRemains(engine) : [], unseen === undefined ? hostRemains(context.env, engine, signal) : {unseen}, elsewhere === undefined ? embeddedRemains(context, signal) : undefined,
	]);
	return {docker: dockerWord(engine), clusters, host, embedded};
}

async function embeddedRemains({env}: DoctorContext, signal: AbortSignal): Promise<LeftoversSeen['embedded']> {
	const paths = embeddedPaths(env);
	const {state, directory} = await engineStatus(env, signal);
	// Only root sees for sure whose a dockerd is; one with that configuration, whoever's, is no leftover.
	if (state === 'running' || state === 'unwell' || process.geteuid?.() !== 0 || daemons().some(({arguments: words}) => words.includes(paths.config))) {
		return undefined;
	}

	return {directory, processes: leftoverProcesses(paths).length, mounts: mountsBelow(await readFile('/proc/self/mountinfo', 'utf8').catch(() => ''), [paths.exec, paths.data]).length};
}
