/** Processes as /proc tells of them. */
import {readdirSync, readFileSync, readlinkSync} from 'node:fs';

/** A process that can be told from a later one of the same number: by the time when it started, in clock ticks since boot. */
export type Process = {readonly pid: number; readonly startTime: string; readonly parent: number; readonly arguments: readonly string[]};

/** @returns undefined when it is gone, or a zombie */
export function readProcess(pid: number): Process | undefined {
	try {
		// The name is in parentheses and may hold anything; the fields after it are counted from its end (proc(5)).
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		const [state, parent] = fields;
		return state === 'Z' || state === 'X' ? undefined : {
			pid, startTime: fields[19]!, parent: Number(parent),
			arguments: readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1),
		};
	} catch {
		return undefined;
	}
}

/** Every process of this machine that we may see. */
export function listProcesses(): Process[] {
	return readdirSync('/proc').filter(name => /^\d+$/.test(name)).map(name => readProcess(Number(name))).filter(found => found !== undefined);
}

export function isAlive(found: Process): boolean {
	return readProcess(found.pid)?.startTime === found.startTime;
}

/** Send a signal, unless the process is gone and its number may be another's. */
export function signalProcess(found: Process, name: NodeJS.Signals): void {
	if (isAlive(found)) {
		try {
			process.kill(found.pid, name);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
				throw error;
			}
		}
	}
}

/** Whether a process shares a namespace (`net`, `pid`, `mnt`) with this one; false where we may not look. */
export function sharesNamespace(pid: number, kind: 'net' | 'pid' | 'mnt'): boolean {
	try {
		return readlinkSync(`/proc/${pid}/ns/${kind}`) === readlinkSync(`/proc/self/ns/${kind}`);
	} catch {
		return false;
	}
}
