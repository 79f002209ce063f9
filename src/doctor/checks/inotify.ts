import {readdir, readlink, stat} from 'node:fs/promises';
import {type Check, error, type Finding, found, type Problem, skipped, warning} from '../check.ts';
import {onEngineMachine} from '../context.ts';
import {readNumber} from '../read-number.ts';

/** `used`: instances that root's processes have, containers' among them; undefined where that was not counted. */
export type InotifySeen = {readonly instances: number; readonly watches: number; readonly used: number | undefined};

/** What one cluster takes, counted with 1.20 and 1.36: the kubelet 4, kube-proxy and the controller-manager 1 each; and some for programs in pods. */
const perCluster = 10;
const enoughWatches = 16_384;
const leastWatches = 256;

export const inotify: Check = {
	name: 'inotify', about: 'how many files and directories may be watched', quick: true, atStart: 'refuse',
	run: async context => onEngineMachine(context, async () => {
		const [instances, watches] = await Promise.all([readNumber('/proc/sys/fs/inotify/max_user_instances'), readNumber('/proc/sys/fs/inotify/max_user_watches')]);
		return instances === undefined || watches === undefined ? skipped('this kernel does not say')
			: judgeInotify({instances, watches, used: context.quick || process.geteuid?.() !== 0 ? undefined : await countUsed()});
	}),
};

/** Pure. */
export function judgeInotify({instances, watches, used}: InotifySeen): Finding {
	const seen = `${instances} instances${used === undefined ? '' : `, ${used} of them in use by root`}; ${watches} watches`;
	return found(seen, [...instancesProblem(instances, used), ...watchesProblem(watches)]);
}

function instancesProblem(instances: number, used = 0): Problem[] {
	const fix = 'sudo sysctl -w fs.inotify.max_user_instances=1024';
	const left = instances - used;
	if (left < 6) {
		return [error(`${left} of ${instances} inotify instances are left: kubelet and kube-proxy end with "too many open files"`, fix)];
	}

	return left < perCluster ? [warning(`${left} of ${instances} inotify instances are left; a cluster and its pods want ${perCluster}`, fix)] : [];
}

function watchesProblem(watches: number): Problem[] {
	const fix = 'sudo sysctl -w fs.inotify.max_user_watches=524288';
	return watches < leastWatches ? [error(`${watches} files may be watched: the kubelet cannot follow its pods' directories ("no space left on device")`, fix)]
		: watches < enoughWatches ? [warning(`${watches} files may be watched, which programs in pods use up soon`, fix)] : [];
}

async function countUsed(): Promise<number> {
	const processes = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
	const counts = await Promise.all(processes.map(async pid => {
		const owner = await stat(`/proc/${pid}`).catch(() => undefined);
		if (owner?.uid !== 0) {
			return 0;
		}

		const open = await readdir(`/proc/${pid}/fd`).catch(() => []);
		const links = await Promise.all(open.map(async fd => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')));
		return links.filter(link => link === 'anon_inode:inotify').length;
	}));
	return counts.reduce((sum, count) => sum + count, 0);
}
