/** What dockerd says when a machine cannot have it, and what to do then. */

type Cause = {readonly pattern: RegExp; readonly what: string; readonly hint: string};

const causes: readonly Cause[] = [
	{pattern: /failed to find iptables|"iptables": executable file not found|exec: "iptables"/i, what: 'iptables is missing', hint: 'Install it: apt-get install iptables'},
	{
		pattern: /devices cgroup isn't mounted|cgroup mountpoint does not exist|cgroups? (?:are |is )?not mounted|no cgroup mount found/i,
		what: 'the control groups are not mounted', hint: 'Mount them: apt-get install cgroupfs-mount && cgroupfs-mount',
	},
	{
		pattern: /iptables.*(?:permission denied|operation not permitted|you must be root)/i,
		what: 'this machine or container may not change its packet filter', hint: 'It needs CAP_NET_ADMIN: start the container with --privileged, or use a virtual machine',
	},
	{
		pattern: /prior storage driver|contains several valid graphdrivers|driver not supported|graphdriver/i,
		what: 'no storage driver works on the file system of the data root', hint: 'Put it on ext4 or xfs: SINGLE_KUBE_ENGINE_DIR=/path/on/ext4 single-kube engine start',
	},
	{
		pattern: /(?:mount|unshare|setns|remount|apply caps)[^\n]*(?:operation not permitted|permission denied)/i,
		what: 'this machine or container may not mount', hint: 'It needs CAP_SYS_ADMIN: start the container with --privileged, or use a virtual machine',
	},
	{pattern: /no space left on device/i, what: 'the disk is full', hint: 'Free some space, see: df -h'},
	{pattern: /read-only file system/i, what: 'a directory that the engine needs is read-only', hint: 'Choose another: SINGLE_KUBE_ENGINE_DIR=/path single-kube engine start'},
	{pattern: /address already in use|can't create unix socket/i, what: 'its socket cannot be made', hint: 'See who holds it: ss -xlp'},
	{
		pattern: /unable to configure the Docker daemon|directives don't match any configuration option|unknown flag/i,
		what: 'this dockerd does not know a setting of ours', hint: 'single-kube knows Docker 20.10 and later: dockerd --version',
	},
	{pattern: /failed to start containerd|timeout waiting for containerd|"containerd": executable file not found/i, what: 'containerd does not start', hint: 'See whether it is installed: containerd --version'},
];

/** @param log the last lines of dockerd's log */
export function knownCause(log: string): {readonly what: string; readonly hint: string} | undefined {
	return causes.find(({pattern}) => pattern.test(log));
}
