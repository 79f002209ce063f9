import {readFile} from 'node:fs/promises';
import {type Check, type Finding, found, type Problem, skipped, warning} from '../check.ts';
import {onEngineMachine} from '../context.ts';

export type OpenFilesSeen = {
	/** Of a process, as /proc/self/limits has it; Infinity for `unlimited`. */
	readonly process: {readonly soft: number; readonly hard: number};
	/** Of the whole machine: /proc/sys/fs/file-nr. */
	readonly machine: {readonly used: number; readonly limit: number};
};

/** The apiserver and etcd have one for each watch and connection, containerd and dockerd several a container. */
const enough = 4096;

export const openFiles: Check = {
	name: 'open-files', about: 'how many files a process and the machine may have open', quick: true, atStart: 'warn',
	run: async context => onEngineMachine(context, async () => {
		const [limits, numbers] = await Promise.all(['/proc/self/limits', '/proc/sys/fs/file-nr'].map(async file => readFile(file, 'utf8').catch(() => '')));
		const seen = parseOpenFiles(limits!, numbers!);
		return seen ? judgeOpenFiles(seen) : skipped('this kernel does not say');
	}),
};

/** Pure. */
export function judgeOpenFiles({process: {soft, hard}, machine: {used, limit}}: OpenFilesSeen): Finding {
	return found(`a process ${written(soft)}, at most ${written(hard)}; the machine ${used} of ${written(limit)}`, [...small(hard), ...full(used, limit)]);
}

function small(hard: number): Problem[] {
	return hard < enough ? [warning(`a process may have ${hard} files open, and what it starts, too: dockerd, etcd and the apiserver need more when the cluster is busy`, 'ulimit -n 65536 (as root), or in /etc/security/limits.conf: * hard nofile 65536')] : [];
}

function full(used: number, limit: number): Problem[] {
	return used > limit * 0.9 ? [warning(`${used} of ${limit} files are open on this machine`, 'sudo sysctl -w fs.file-max=1048576')] : [];
}

/** @returns undefined when the files are not what Linux writes (proc(5)) */
export function parseOpenFiles(limits: string, numbers: string): OpenFilesSeen | undefined {
	const [, soft, hard] = /^Max open files\s+(\S+)\s+(\S+)/m.exec(limits) ?? [];
	const [used, , limit] = numbers.trim().split(/\s+/).map(Number);
	const number = (text: string): number => text === 'unlimited' ? Number.POSITIVE_INFINITY : Number(text);
	return soft === undefined || hard === undefined || used === undefined || limit === undefined ? undefined
		: {process: {soft: number(soft), hard: number(hard)}, machine: {used, limit}};
}

/** The largest number of the kernel means no limit. */
function written(count: number): string {
	return count > 2 ** 53 ? 'unlimited' : String(count);
}
