import {createHash} from 'node:crypto';
import path from 'node:path';

/** Everything of an embedded engine has its place from one directory's name. */
export type EmbeddedPaths = {
	/** The directory that holds it all; `remove` removes it. */
	readonly root: string;
	/** Tells this engine from others on the machine: eight hexadecimal digits from the name of `root`. */
	readonly id: string;
	readonly data: string;
	/** Where the running engine keeps its sockets and network namespaces: under /run, so that a reboot clears it, and short. */
	readonly exec: string;
	readonly socket: string;
	readonly pidFile: string;
	readonly log: string;
	readonly config: string;
	/** Which packages we installed. */
	readonly packages: string;
	/** What the machine's forwarding was like before we came. */
	readonly before: string;
	/** The default bridge: a network device of our own, so that docker0 stays with whoever has it. */
	readonly bridge: string;
	/** The namespace in containerd, also where the machine's own containerd serves us. */
	readonly namespace: string;
};

export const defaultRoot = '/var/lib/single-kube/engine';

/** The kernel's `sun_path` has 108 bytes, the last of them zero. */
const longestSocketPath = 107;

/** @param env SINGLE_KUBE_ENGINE_DIR moves the whole engine */
export function embeddedPaths(env: NodeJS.ProcessEnv): EmbeddedPaths {
	const root = path.resolve(env['SINGLE_KUBE_ENGINE_DIR'] || defaultRoot);
	const id = createHash('sha256').update(root).digest('hex').slice(0, 8);
	const exec = `/run/single-kube/engine-${id}`;
	const socket = path.join(root, 'docker.sock');
	return {
		root,
		id,
		exec,
		data: path.join(root, 'data'),
		socket: Buffer.byteLength(socket) > longestSocketPath ? path.join(exec, 'docker.sock') : socket,
		pidFile: path.join(root, 'dockerd.pid'),
		log: path.join(root, 'dockerd.log'),
		config: path.join(root, 'daemon.json'),
		packages: path.join(root, 'packages.json'),
		before: path.join(root, 'before.json'),
		bridge: `sk-${id}`,
		namespace: `single-kube-${id}`,
	};
}
