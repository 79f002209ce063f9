/** What containers use, read from the kernel's own counters. Pure. */
import type {UsageSample} from '../engine/stats.ts';

export type Counted = {readonly container: string; readonly component: string; /** Of its first process, on the engine's host. */ readonly pid: number};

/**
 * For bash, where the host's processes and /sys/fs/cgroup are seen: the files of cgroup v1 and v2 (cpuacct.rst, memory.rst and
 * cgroup-v2.rst of the kernel's documentation).
 *
 * @param pauses seconds before each look
 * @returns a command that prints a line a container and look, for readSamples
 */
export function usageScript(counted: readonly Counted[], pauses: readonly number[]): string[] {
	return ['bash', '-c', `look() {
	for pid; do
		cpu= memory= unified=
		while IFS=: read -r _ controllers path; do
			case ,$controllers, in
				*,cpuacct,*) cpu=/sys/fs/cgroup/cpuacct$path ;;
				*,memory,*) memory=/sys/fs/cgroup/memory$path ;;
				,,) unified=/sys/fs/cgroup$path ;;
			esac
		done 2> /dev/null < "/proc/$pid/cgroup"
		used=0 kept=0 time=0 unit=1 cache=total_inactive_file
		if [[ $cpu && $memory ]]; then
			read -r time < "$cpu/cpuacct.usage"
			read -r used < "$memory/memory.usage_in_bytes"
		else
			memory=$unified unit=1000 cache=inactive_file
			read -r _ time < "$unified/cpu.stat"
			read -r used < "$unified/memory.current"
		fi
		while read -r key value; do
			[[ $key == "$cache" ]] && kept=$value && break
		done < "$memory/memory.stat"
		echo "$pid \${EPOCHREALTIME//[^0-9]/} $((time * unit)) $used $kept"
	done 2> /dev/null
}
${pauses.map(seconds => `${seconds > 0 ? `sleep ${seconds}; ` : ''}look ${counted.map(({pid}) => pid).join(' ')}`).join('; echo; ')}`];
}

/** @returns the samples of each look */
export function readSamples(counted: readonly Counted[], printed: string): UsageSample[][] {
	return printed.split('\n\n').map(look => look.split('\n').flatMap(line => {
		const [pid, microseconds, cpuNanoseconds, used, kept] = line.trim().split(' ').map(Number);
		const known = counted.find(other => other.pid === pid);
		return known && used !== undefined && kept !== undefined && used > 0
			? [{container: known.container, component: known.component, at: microseconds! / 1000, cpuNanoseconds: cpuNanoseconds!, memoryBytes: kept < used ? used - kept : used}] : [];
	}));
}
