/**
 * A connection to one Docker engine. The functions beside this file take it as their first argument; nobody
 * outside src/engine/ looks into `docker`.
 */
import type Docker from 'dockerode';

export type Engine = {
	/** @internal Not in the published types: who uses single-kube needs none of dockerode's. */
	readonly docker: Docker;
	/** How it is reached, as the Docker CLI writes it: `unix:///var/run/docker.sock`, `tcp://host:2376`. */
	readonly host: string;
	/** Where it was found, in words for a person: "DOCKER_HOST", "the context desktop-linux", "the embedded engine". */
	readonly origin: string;
	/** The path of its unix socket on the machine where it runs: what the agent mounts. */
	readonly socketPath: string;
};
