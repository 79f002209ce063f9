/** Every image, what it is made from, in an order in which each comes after its parents. */
import {inRange} from '../compose/versions.ts';
import type {AddonName} from '../plan/addons.ts';

export const imageNames = [
	'base', 'nodejs', 'node-base', 'node-host', 'etcd', 'pause', 'holder', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'cri-dockerd', 'kubelet', 'kube-proxy', 'kubectl',
	'access', 'agent', 'dns', 'coredns', 'nginx', 'redis', 'registry',
	'cloud-controller-manager',
	'metrics-server',
	'ingress',
] as const;

export type ImageName = (typeof imageNames)[number];

export type ImageRecipe = {
	readonly name: ImageName;
	/** Images that its Dockerfile gets as build arguments: `node-base` as NODE_BASE. */
	readonly parents: readonly ImageName[];
	/** Programs that the source of the images has, in its context at `bin/`. */
	readonly programs: readonly string[];
	/** The same, but where the source has none its Dockerfile takes a package's. */
	readonly programsIfAny: readonly string[];
	/** The program that upstream publishes an image of: with a source that has that image, it is this one, or the root of this one. */
	readonly upstream?: string;
	/** Files of images/ itself that go into its context at `bin/`. */
	readonly shared: readonly string[];
	/** A program of ours, by its entry below src/: bundled into `<name>.cjs` of its context. */
	readonly bundle?: string;
	/** It is needed only with these versions of Kubernetes, the kubelet's: `>=1.24`. */
	readonly versions?: string;
	/** It is needed only with one of these add-ons. */
	readonly addons?: readonly AddonName[];
	/** It is needed only when somebody asks for it by name. */
	readonly optional?: boolean;
	/** It serves in the place of this one, which is not needed then. */
	readonly replaces?: ImageName;
	/** People name it in manifests: it also gets the tag `latest`, as what they build themselves would. */
	readonly forManifests?: boolean;
};

type More = Partial<Omit<ImageRecipe, 'name' | 'parents'>>;

const recipe = (name: ImageName, parents: readonly ImageName[], more: More = {}): ImageRecipe => ({name, parents, programs: [], programsIfAny: [], shared: [], ...more});

/** Those that the node's CNI configuration and its pods' loopback need. */
export const cniPlugins: readonly string[] = ['bridge', 'host-local', 'loopback', 'portmap'];

const published = (program: string): More => ({programs: [program], upstream: program});

export const recipes: readonly ImageRecipe[] = [
	recipe('base', []),
	recipe('nodejs', ['base']),
	recipe('node-base', ['base']),
	recipe('node-host', ['base', 'node-base'], {programs: ['busybox'], programsIfAny: cniPlugins}),
	recipe('etcd', ['base'], {programsIfAny: ['etcd'], upstream: 'etcd'}),
	recipe('pause', [], published('pause')),
	recipe('holder', [], {programs: ['busybox', 'pause'], shared: ['with-routes']}),
	recipe('kube-apiserver', [], {programs: ['busybox', 'kube-apiserver'], shared: ['with-routes'], upstream: 'kube-apiserver'}),
	recipe('kube-controller-manager', [], published('kube-controller-manager')),
	recipe('kube-scheduler', [], published('kube-scheduler')),
	recipe('cri-dockerd', ['node-host'], {programs: ['cri-dockerd'], versions: '>=1.24'}),
	recipe('kubelet', ['node-host'], {programs: ['kubelet']}),
	recipe('kube-proxy', ['node-base'], published('kube-proxy')),
	recipe('kubectl', ['base'], {programs: ['kubectl']}),
	recipe('access', ['node-base'], {programs: ['pause']}),
	recipe('agent', ['nodejs'], {bundle: 'agent/main.ts'}),
	recipe('dns', ['nodejs'], {programs: ['busybox'], shared: ['with-routes'], bundle: 'dns/main.ts', addons: ['dns']}),
	recipe('coredns', ['nodejs'], {programs: ['busybox'], shared: ['with-routes'], bundle: 'dns/main.ts', optional: true, replaces: 'dns', upstream: 'coredns'}),
	recipe('nginx', ['base'], {forManifests: true}),
	recipe('redis', ['base'], {optional: true, forManifests: true}),
	recipe('registry', ['base'], {optional: true}),
	recipe('cloud-controller-manager', ['nodejs'], {bundle: 'cloud-controller-manager/main.ts', addons: ['storage', 'load-balancer']}),
	recipe('metrics-server', ['nodejs'], {bundle: 'metrics-server/main.ts', addons: ['metrics']}),
	recipe('ingress', ['nodejs'], {programs: ['busybox'], shared: ['with-routes'], bundle: 'ingress/main.ts', addons: ['ingress']}),
];

/** What only building needs: the engine keeps it as long as it keeps what was built on it, and no container runs it. */
export const buildOnly: ReadonlySet<ImageName> = new Set(['base', 'nodejs', 'node-base', 'node-host']);

/** Programs of Kubernetes, which have its version. */
export const kubernetesPrograms = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubelet', 'kube-proxy', 'kubectl'] as const;
export type KubernetesProgram = (typeof kubernetesPrograms)[number];

export function isKubernetesProgram(name: string): name is KubernetesProgram {
	return (kubernetesPrograms as readonly string[]).includes(name);
}

/** What Debian 12's source package compiles to: known before anything is compiled, for plans. */
export const debianKubernetesVersion = '1.20.2';

/**
 * The recipes of what a cluster with these add-ons runs, and of what was asked for beside it.
 *
 * @param kubeletVersion such as 1.20.2
 */
export function neededRecipes(addons: readonly AddonName[], also: readonly ImageName[] = [], kubeletVersion: string = debianKubernetesVersion): readonly ImageRecipe[] {
	const replaced = recipes.flatMap(({name, replaces}) => replaces && also.includes(name) ? [replaces] : []);
	return recipes.filter(recipe => also.includes(recipe.name)
		|| (!replaced.includes(recipe.name) && !recipe.optional && (recipe.versions === undefined || inRange(kubeletVersion, recipe.versions)) && (recipe.addons === undefined || recipe.addons.some(addon => addons.includes(addon)))));
}

/** The recipes of these images and of all that they are built on; the base is what compilers run on, too. */
export function recipesFor(names: readonly ImageName[]): readonly ImageRecipe[] {
	const wanted = new Set<ImageName>(['base', ...names]);
	for (const {name, parents} of [...recipes].reverse()) {
		for (const parent of wanted.has(name) ? parents : []) {
			wanted.add(parent);
		}
	}

	return recipes.filter(({name}) => wanted.has(name));
}

/** What a person may name: all but what only building needs. */
export const runnableImages: readonly ImageName[] = imageNames.filter(name => !buildOnly.has(name));
