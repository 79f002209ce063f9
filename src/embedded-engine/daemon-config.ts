import type {EmbeddedPaths} from './paths.ts';

/**
 * The content of daemon.json (Docker's "dockerd" reference, "Daemon configuration file"). It listens on its socket
 * only, never on TCP. The storage driver is left to dockerd, which takes overlay2 where it works and vfs where nothing does.
 *
 * @param mtu of the machine's way out: larger packets of containers would be lost there; undefined means Docker's 1500
 */
export function daemonConfig(paths: EmbeddedPaths, mtu: number | undefined): Record<string, unknown> {
	return {
		'data-root': paths.data,
		'exec-root': paths.exec,
		pidfile: paths.pidFile,
		hosts: [`unix://${paths.socket}`],
		bridge: paths.bridge,
		...(mtu === undefined ? {} : {mtu}),
		// Where the machine runs a containerd, dockerd uses it: nobody else's containers may be in our namespaces.
		'containerd-namespace': paths.namespace,
		'log-driver': 'json-file',
		'log-opts': {'max-size': '10m', 'max-file': '3'},
		// Less than the limit of `engine stop`, so that containers are stopped by dockerd and not with it.
		'shutdown-timeout': 15,
	};
}

/** What only the command line can say: the file's word for the plugins' namespace is refused by dockerd (seen on 20.10). */
export function daemonArguments(paths: EmbeddedPaths): string[] {
	return ['--config-file', paths.config, '--containerd-plugins-namespace', `${paths.namespace}-plugins`];
}
