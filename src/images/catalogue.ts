/** Every image, what it is made from, in an order in which each comes after its parents. */

export const imageNames = [
	'base', 'node-base', 'etcd', 'pause', 'holder', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubelet', 'kube-proxy', 'kubectl',
	'agent', 'nginx',
] as const;

export type ImageName = (typeof imageNames)[number];

export type ImageRecipe = {
	readonly name: ImageName;
	/** Images that its Dockerfile gets as build arguments: `node-base` as NODE_BASE. */
	readonly parents: readonly ImageName[];
	/** Programs that come compiled, in its context at `bin/`. */
	readonly programs: readonly string[];
	/** Files of images/ itself that go into its context at `bin/`. */
	readonly shared: readonly string[];
};

const recipe = (name: ImageName, parents: readonly ImageName[], programs: readonly string[] = [], shared: readonly string[] = []): ImageRecipe =>
	({name, parents, programs, shared});

export const recipes: readonly ImageRecipe[] = [
	recipe('base', []),
	recipe('node-base', ['base']),
	recipe('etcd', ['base']),
	recipe('pause', [], ['pause']),
	recipe('holder', [], ['busybox', 'pause'], ['with-routes']),
	recipe('kube-apiserver', [], ['busybox', 'kube-apiserver'], ['with-routes']),
	recipe('kube-controller-manager', [], ['kube-controller-manager']),
	recipe('kube-scheduler', [], ['kube-scheduler']),
	recipe('kubelet', ['base', 'node-base'], ['kubelet']),
	recipe('kube-proxy', ['node-base'], ['kube-proxy']),
	recipe('kubectl', ['base'], ['kubectl']),
	recipe('agent', ['base']),
	recipe('nginx', ['base']),
];

/** What only building needs: the engine keeps it as long as it keeps what was built on it, and no container runs it. */
export const buildOnly: ReadonlySet<ImageName> = new Set(['base', 'node-base']);

/** What Debian 12's source package compiles to: known before anything is compiled, for plans. */
export const debianKubernetesVersion = '1.20.2';
