/** The names of all checks, in the order in which they are shown. Apart from them, so that the command line need not load them to know. */

export const checkNames = [
	'engine', 'permission', 'versions', 'cgroups', 'memory', 'cpus', 'disk', 'inotify', 'open-files', 'capabilities', 'kernel', 'iptables',
	'addresses', 'ports', 'dns', 'proxy', 'clock', 'certificates', 'leftovers', 'sources', 'kubeconfig', 'home',
] as const;

export type CheckName = (typeof checkNames)[number];
