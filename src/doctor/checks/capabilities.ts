import {readFile} from 'node:fs/promises';
import {embeddedPaths} from '../../embedded-engine/paths.ts';
import {type Check, error, type Finding, found, skipped, warning} from '../check.ts';
import {type DoctorContext, onEngineMachine} from '../context.ts';

export type CapabilitiesSeen = {
	/** The bounding set, as /proc/PID/status has it: hexadecimal. */
	readonly bounding: string;
	/** Whose it is: a shell may be more confined than the engine. */
	readonly of: 'the engine' | 'this process';
	/** The number of the kernel's last capability. */
	readonly last: number;
	/** Docker's version, where an engine answers: from 23.0 on it leaves out of ALL what the machine lacks. */
	readonly docker: string | undefined;
};

/** In the order of their numbers (capabilities(7), linux/capability.h). */
const names = [
	'CHOWN', 'DAC_OVERRIDE', 'DAC_READ_SEARCH', 'FOWNER', 'FSETID', 'KILL', 'SETGID', 'SETUID', 'SETPCAP', 'LINUX_IMMUTABLE', 'NET_BIND_SERVICE', 'NET_BROADCAST',
	'NET_ADMIN', 'NET_RAW', 'IPC_LOCK', 'IPC_OWNER', 'SYS_MODULE', 'SYS_RAWIO', 'SYS_CHROOT', 'SYS_PTRACE', 'SYS_PACCT', 'SYS_ADMIN', 'SYS_BOOT', 'SYS_NICE', 'SYS_RESOURCE',
	'SYS_TIME', 'SYS_TTY_CONFIG', 'MKNOD', 'LEASE', 'AUDIT_WRITE', 'AUDIT_CONTROL', 'SETFCAP', 'MAC_OVERRIDE', 'MAC_ADMIN', 'SYSLOG', 'WAKE_ALARM', 'BLOCK_SUSPEND',
	'AUDIT_READ', 'PERFMON', 'BPF', 'CHECKPOINT_RESTORE',
];

/** What components and pods cannot do without: cap_add of compose/, and what the engine gives every container. */
const needed = new Set([
	'CHOWN', 'DAC_OVERRIDE', 'DAC_READ_SEARCH', 'FOWNER', 'FSETID', 'KILL', 'SETGID', 'SETUID', 'SETPCAP', 'NET_BIND_SERVICE', 'NET_ADMIN', 'NET_RAW', 'SYS_CHROOT', 'SYS_PTRACE',
	'SYS_ADMIN', 'MKNOD', 'AUDIT_WRITE', 'SETFCAP',
]);

export const capabilities: Check = {
	name: 'capabilities', about: 'what the engine can let containers do', quick: true, atStart: 'refuse',
	run: async context => onEngineMachine(context, async () => {
		const [engine, own, last] = await Promise.all([statusOfEngine(context), textOf('/proc/self/status'), textOf('/proc/sys/kernel/cap_last_cap')]);
		const bounding = /^CapBnd:\s*([\da-f]+)$/m.exec(engine ?? own)?.[1];
		const condition = await context.condition().catch(() => undefined);
		return bounding === undefined ? skipped('this kernel does not say')
			: judgeCapabilities({bounding, of: engine === undefined ? 'this process' : 'the engine', last: Number(last) || names.length - 1, docker: condition?.version});
	}),
};

/** Pure. A machine without SYS_RESOURCE is a usual one: no component asks for it. */
export function judgeCapabilities({bounding, of, last, docker}: CapabilitiesSeen): Finding {
	const set = BigInt(`0x${bounding}`);
	const lacking = names.filter((_, bit) => bit <= last && (set >> BigInt(bit) & 1n) === 0n);
	const seen = lacking.length === 0 ? `all ${last + 1}` : `all but ${lacking.join(', ')}${lacking.includes('SYS_RESOURCE') ? ' (without SYS_RESOURCE no oom score is below 0, which is taken into account)' : ''}`;
	const hindering = lacking.filter(name => name !== 'SYS_RESOURCE' && (needed.has(name) || takesAllLiterally(docker)));
	// Of an engine that answers, and whose process is not seen, a confined shell says nothing for sure.
	const severity = of === 'this process' && docker !== undefined ? warning : error;
	return found(`${seen}, of ${of}`, hindering.length === 0 ? [] : [severity(
		`${of} lacks the capabilit${hindering.length > 1 ? 'ies' : 'y'} ${hindering.join(', ')}, which containers of the cluster are given`,
		'Start the container in which you are with --privileged, or use a virtual machine',
	)]);
}

/** Docker before 23.0 fails a container that is to have ALL where one of them is missing. */
function takesAllLiterally(docker: string | undefined): boolean {
	return docker !== undefined && Number.parseInt(docker, 10) < 23;
}

/** By its pid file: where an engine of the distribution, and the embedded one, have theirs. @returns undefined where it is not dockerd's */
async function statusOfEngine(context: DoctorContext): Promise<string | undefined> {
	const engine = await context.engine().catch(() => undefined);
	const {socket, pidFile} = embeddedPaths(context.env);
	const pid = engine && Number(await textOf(engine.host === `unix://${socket}` ? pidFile : '/var/run/docker.pid'));
	const status = pid ? await textOf(`/proc/${pid}/status`) : '';
	return status.startsWith('Name:\tdockerd\n') ? status : undefined;
}

async function textOf(file: string): Promise<string> {
	return readFile(file, 'utf8').catch(() => '');
}
