/** Where nodes keep what has to be at the same path on the engine's host and in their kubelet (DESIGN §6.5). */
export function clusterDirectory(cluster: string): string {
	return `/var/lib/single-kube/clusters/${cluster}`;
}
