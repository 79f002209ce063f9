/** The embedded engine's daemon.json. Pure. */
import type {EmbeddedEnginePaths} from './paths.ts';

export type EngineHostFacts = {
	/** The MTU of the interface of the default route: what is bigger would be lost on the way out. */
	readonly mtu: number;
	/** A bridge of its own, when docker0 is another engine's; undefined for docker0. */
	readonly bridge: string | undefined;
};

export function daemonConfig(paths: EmbeddedEnginePaths, {mtu, bridge}: EngineHostFacts): Record<string, unknown> {
	return {
		'data-root': paths.data,
		'exec-root': paths.execRoot,
		hosts: [`unix://${paths.socket}`],
		pidfile: paths.pidFile,
		mtu,
		...(bridge === undefined ? {} : {bridge}),
		// So that a containerd of the system's, where dockerd finds one, keeps our containers apart from others'.
		'containerd-namespace': 'single-kube',
		'containerd-plugin-namespace': 'single-kube-plugins',
		'log-opts': {'max-size': '10m', 'max-file': '2'},
	};
}

/** Known reasons in dockerd's log for why it ended, and what to do about each. */
export function explainLog(log: string): string | undefined {
	return causes.find(([pattern]) => pattern.test(log))?.[1];
}

const causes: ReadonlyArray<readonly [RegExp, string]> = [
	[/iptables.*(not found|executable file not found)/i, 'Install iptables: apt-get install iptables'],
	[/Devices cgroup isn't mounted|cgroups?: cgroup mountpoint does not exist|mountpoint for cgroup not found/i, 'Mount the cgroup hierarchies: apt-get install cgroupfs-mount && cgroupfs-mount'],
	[/overlay.*(not supported|no such device)|driver not supported/i, 'The file system below the engine cannot carry overlay: put it on ext4 or xfs with SINGLE_KUBE_ENGINE_DIR=/path'],
	[/operation not permitted|permission denied/i, 'The engine needs CAP_SYS_ADMIN and CAP_NET_ADMIN: run on a machine, or in a container with --privileged'],
	[/no space left on device/i, 'Free space below the engine\'s directory: df -h /var/lib'],
	[/pid file found|process with PID \d+ is still running/i, 'Another dockerd uses this directory: single-kube engine stop'],
	[/could not find an available, non-overlapping IPv4 address pool/i, 'Every range of Docker\'s overlaps a route of this machine: name one in default-address-pools'],
];
