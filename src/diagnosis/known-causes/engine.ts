/** What the engine and the kernel say of a container that they cannot run. */
import type {KnownCause} from './known-cause.ts';

export const engineCauses = [
	{
		name: 'wrong-architecture', pattern: /exec format error/,
		cause: 'the program was built for another kind of machine than the engine\'s', fix: 'See which it is: docker version --format {{.Server.Arch}}; then build it for that, or: single-kube use {program}= --name {cluster}',
	},
	{
		name: 'library-missing', pattern: /error while loading shared libraries: (?<library>[\w.+-]+)/,
		cause: 'the program is linked to {library}, which its image does not have', fix: 'Build it static: CGO_ENABLED=0',
	},
	{
		name: 'mount-not-shared', pattern: /(?:[Pp]ath (?<path>\S+) is mounted on \S+ but it is not a shared mount|is not a shared (?:or slave )?mount)/,
		cause: 'a directory of the engine\'s machine has to be a shared mount, so that what the kubelet mounts reaches the containers', fix: 'On the engine\'s machine, as root: mount --make-rshared /',
	},
	{
		name: 'privilege-refused', pattern: /unable to apply caps: operation not permitted/,
		cause: 'the engine may not give a container all capabilities, because it has not all itself', fix: 'See what it lacks: single-kube doctor',
	},
	{
		name: 'cgroups-read-only', pattern: /(?:mkdir|write) \/sys\/fs\/cgroup\S*: read-only file system/,
		cause: 'the control groups of the engine\'s machine are mounted read-only', fix: 'On the engine\'s machine, as root: mount -o remount,rw /sys/fs/cgroup',
	},
	{
		name: 'read-only-directory', pattern: /(?:mkdir|open|create|write) (?<path>\/\S+): read-only file system/,
		cause: '{path} is on a read-only file system', fix: 'See how it is mounted on the engine\'s machine: findmnt -T {path}',
	},
	{
		name: 'inotify-instances', pattern: /(?:inotify_init1?|inotify instance|fsnotify watcher)\b.*too many open files|too many open files.*inotify/i,
		cause: 'the engine\'s machine has no inotify instance left', fix: 'On the engine\'s machine, as root: sysctl -w fs.inotify.max_user_instances=1024',
	},
	{
		name: 'inotify-watches', pattern: /inotify_add_watch\b.*no space left on device/,
		cause: 'the engine\'s machine has no inotify watch left; its disk is not full', fix: 'On the engine\'s machine, as root: sysctl -w fs.inotify.max_user_watches=1048576',
	},
	{
		name: 'open-files', pattern: /too many open files/,
		cause: '{component} may not open more files', fix: 'See how many the engine\'s containers may have open, LimitNOFILE of its service: single-kube doctor', passing: true,
	},
	{
		name: 'disk-full', pattern: /no space left on device|disk quota exceeded/i,
		cause: 'the disk of the engine\'s machine is full', fix: 'Free some space: docker system df; docker image prune; then: single-kube start --name {cluster}',
	},
	{
		name: 'out-of-threads', pattern: /runtime: failed to create new OS thread|pthread_create failed: Resource temporarily unavailable/,
		cause: 'no more process can be made: the limit of tasks on the engine\'s machine is reached', fix: 'See the limits: sysctl kernel.pid_max kernel.threads-max; and those of the engine\'s service: systemctl show docker -p TasksMax',
	},
	{
		name: 'out-of-memory', pattern: /fatal error: (?:runtime: )?(?:out of memory|cannot allocate memory)|cannot allocate memory/,
		cause: 'the engine\'s machine has no memory left', fix: 'See who uses it: docker stats --no-stream; free -m',
	},
] as const satisfies readonly KnownCause[];
