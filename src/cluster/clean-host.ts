/**
 * A killed kubelet leaves its secret and token mounts, its cgroups and its directories behind (DESIGN §6.16). A
 * short-lived container in the host's namespaces takes them away, wherever the engine's host is.
 */
import type {Engine} from '../engine/engine.ts';
import {SingleKubeError} from '../errors.ts';
import {clusterDirectory} from './cluster-directory.ts';
import {runToEnd} from './run-to-end.ts';
import {inertContainer} from './workbench.ts';

/** Long enough for a directory full of volumes on a slow disk. */
const limitSeconds = 60;

/**
 * @param image the kubelet's: it has `node-clean`
 * @param what the directory and the group of cgroups to take away: those of all nodes by default
 * @throws SingleKubeError ENGINE_CALL_FAILED with what the program said; TIMEOUT
 */
export async function cleanHost(
	engine: Engine, cluster: string, image: string, what: {directory: string; cgroup: string} = {directory: clusterDirectory(cluster), cgroup: `/single-kube/${cluster}`},
): Promise<void> {
	const spec = {
		...inertContainer(cluster, 'clean', image),
		command: ['node-clean'],
		environment: {CLUSTER_DIR: what.directory, CGROUP_ROOT: what.cgroup},
		hostPid: true,
		capAdd: ['SYS_ADMIN', 'SYS_CHROOT', 'SYS_PTRACE', 'DAC_OVERRIDE', 'DAC_READ_SEARCH', 'FOWNER'],
		securityOptions: ['seccomp=unconfined', 'apparmor=unconfined'],
	};
	const hint = `End what still uses ${what.directory} and delete again`;
	const {exitCode, said} = await runToEnd(engine, spec, {what: `cleaning the host of the cluster ${cluster}`, limitSeconds, hint});
	if (exitCode !== 0) {
		throw new SingleKubeError('ENGINE_CALL_FAILED', `the host could not be cleaned of the cluster ${cluster}`, {seen: said, hint});
	}
}
