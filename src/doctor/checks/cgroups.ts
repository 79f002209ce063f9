import {readFile} from 'node:fs/promises';
import {checkEngine, type Incompatibility} from '../../engine/compatibility.ts';
import type {EngineCondition} from '../../engine/condition.ts';
import {type Check, error, type Finding, found, type Problem, skipped, warning} from '../check.ts';
import {type DoctorContext, engineElsewhere} from '../context.ts';
import {wantedVersions} from './versions.ts';

export type CgroupsSeen = {
	readonly version: 1 | 2;
	readonly driver: string;
	readonly limits: EngineCondition['limits'];
	/** What is known of this version of cgroups and the Kubernetes that is wanted. */
	readonly notes: readonly Incompatibility[];
	/** Of cgroup v2 on this machine, as cgroup.controllers of the root lists them; undefined where that cannot be read. */
	readonly controllers: readonly string[] | undefined;
};

/** What the kubelet's container manager asks for (its `cgroup_manager_linux.go`; hugetlb only where the machine has it). */
const needed = ['cpu', 'cpuset', 'memory', 'pids'] as const;

export const cgroups: Check = {
	name: 'cgroups', about: 'version, driver and controllers of the control groups of the engine\'s machine', quick: true, atStart: 'refuse',
	async run(context) {
		const elsewhere = await engineElsewhere(context);
		const condition = await context.condition().catch(() => undefined);
		if (!condition) {
			return elsewhere === undefined ? judgeCgroups(await lookHere()) : skipped(elsewhere);
		}

		const {cgroupVersion: version, cgroupDriver: driver, limits} = condition;
		const local = elsewhere === undefined;
		// A start says the notes itself, once it knows its version of Kubernetes.
		return judgeCgroups({version, driver, limits, notes: context.quick ? [] : await readNotes(context), controllers: local && version === 2 ? await readControllers() : undefined});
	},
};

/** Pure. */
export function judgeCgroups({version, driver, limits, notes, controllers}: CgroupsSeen): Finding {
	const seen = `cgroup v${version}, driver ${driver}${controllers ? `, controllers ${controllers.join(' ')}` : ''}`;
	return found(seen, [
		...missing({version, limits, controllers}),
		...notes.map(({text, hint}) => warning(text, hint)),
	]);
}

function missing({version, limits, controllers}: Pick<CgroupsSeen, 'version' | 'limits' | 'controllers'>): Problem[] {
	const byLimits = {cpu: limits.cpuQuota, cpuset: limits.cpuSet, memory: limits.memory, pids: limits.pids};
	const lacking = needed.filter(name => controllers ? !controllers.includes(name) : !byLimits[name]);
	if (lacking.length === 0) {
		return [];
	}

	const text = `the engine's machine lacks the cgroup controller${lacking.length > 1 ? 's' : ''} ${lacking.join(', ')}, without which the kubelet does not start or sets no limits`;
	const atBoot = `${lacking.includes('memory') ? 'cgroup_enable=memory ' : ''}${version === 1 ? 'systemd.unified_cgroup_hierarchy=1' : ''}`.trim();
	// A kernel without cpu.cfs_quota_us runs pods all the same.
	const severity = lacking.every(name => name === 'cpu' || name === 'pids') ? warning : error;
	return [severity(text, atBoot === '' ? 'See which there are: cat /sys/fs/cgroup/cgroup.controllers. A kernel of the distribution has them all' : `Add this to the kernel's command line and boot: ${atBoot}`)];
}

/** For an engine that is yet to be started here. */
async function lookHere(): Promise<CgroupsSeen> {
	const controllers = await readControllers();
	const enabled = parseCgroups(await readFile('/proc/cgroups', 'utf8').catch(() => ''));
	const limits = {memory: enabled.has('memory'), cpuQuota: enabled.has('cpu'), cpuSet: enabled.has('cpuset'), pids: enabled.has('pids')};
	return {version: controllers ? 2 : 1, driver: 'cgroupfs (the embedded engine\'s)', limits, notes: [], controllers};
}

/** @param text of /proc/cgroups (cgroups(7)) @returns the controllers that the kernel has and was not told to leave out */
export function parseCgroups(text: string): Set<string> {
	return new Set(text.split('\n').filter(line => !line.startsWith('#')).map(line => line.split('\t')).filter(fields => fields[3] === '1').map(([name]) => name!));
}

async function readNotes(context: DoctorContext): Promise<Incompatibility[]> {
	const [engine, kubernetes] = await Promise.all([context.info(), wantedVersions(context)]);
	const notes = kubernetes.flatMap(version => checkEngine(engine, version).filter(({code}) => code.startsWith('cgroup-')));
	return [...new Map(notes.map(note => [note.code, note])).values()];
}

async function readControllers(): Promise<string[] | undefined> {
	const text = await readFile('/sys/fs/cgroup/cgroup.controllers', 'utf8').catch(() => undefined);
	return text?.trim().split(/\s+/);
}
