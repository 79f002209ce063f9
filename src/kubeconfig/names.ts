/** The names under which a cluster stands in kubeconfigs: fixed, so that `delete` finds them again. */
export type KubeconfigNames = {readonly cluster: string; readonly user: string; readonly context: string};

export function kubeconfigNames(cluster: string): KubeconfigNames {
	const name = `single-kube-${cluster}`;
	return {cluster: name, context: name, user: `${name}-admin`};
}
