/**
 * What a cluster should be: plain, serialisable records, made by src/compose/ from the files of compose/. No keys and
 * no certificates are in here, only the requests for them, so that a topology can be printed, hashed and compared.
 */
import type {AddonName} from './addons.ts';
import type {ExtraConfig} from './extra-config.ts';
import type {FeatureGates} from './feature-gates.ts';
import type {PortSpec} from './ports.ts';

export type Topology = {
	readonly cluster: string;
	readonly network: NetworkSpec;
	readonly volumes: readonly VolumeSpec[];
	/** Sorted so that each component comes after those it depends on or joins. */
	readonly components: readonly Component[];
	readonly nodes: readonly NodeSpec[];
	/** What the components want the API to have. */
	readonly objects: ClusterObjects;
	/** What the next start has to remember: kept as labels of a volume. */
	readonly settings: Settings;
};

/** Objects of Kubernetes' API that belong to the cluster itself: roles, services, classes. */
export type ClusterObjects = {
	/** Applied, each at its path. */
	readonly wanted: ReadonlyArray<{readonly path: string; readonly object: object}>;
	/** Paths of what belongs to add-ons that are not chosen: deleted. */
	readonly unwanted: readonly string[];
};

/** `auto`: CoreDNS where the engine has the image that Kubernetes' version names, else BIND. */
export const dnsServerChoices = ['auto', 'bind', 'coredns'] as const;
export type DnsServerChoice = (typeof dnsServerChoices)[number];
/** `auto`: the upstream one when the engine has its image. */
export const metricsServerChoices = ['own', 'upstream', 'auto'] as const;
export type MetricsServerChoice = (typeof metricsServerChoices)[number];

/** Where a cluster's images come from, as `start` was told; paths are absolute. */
export type ImageSettings = {
	readonly source: 'registry' | 'debian' | 'local' | 'bundle';
	/** The cluster's version of Kubernetes, such as `1.36.2`; not for programs of the user's, which say theirs themselves. */
	readonly kubernetesVersion?: string;
	/** The folder of the user's programs. */
	readonly binaries?: string;
	/** Where what is not among them comes from. */
	readonly rest?: 'registry' | 'debian';
	/** As they were given: `registry.k8s.io=localhost:5000/k8s`. */
	readonly registryMirrors?: readonly string[];
	readonly downloadMirrors?: readonly string[];
	/** A file with certificates of authorities, for registries and downloads. */
	readonly certificateAuthority?: string;
	/** The images of a bundle: references by our names. */
	readonly images?: Readonly<Record<string, string>>;
	/** Versions of programs in them that are not the cluster's. */
	readonly versions?: Readonly<Record<string, string>>;
	/** Where the bundle was, and which single-kube made it, with a hash of what that puts into images. */
	readonly bundle?: {readonly file: string; readonly singleKube: string; readonly content: string};
	/** Components that run another program than the source has, by the image's name. */
	readonly used?: UsedImages;
};

export type UsedImages = Readonly<Record<string, UsedImage>>;
export type UsedImage = {
	readonly reference: string;
	/** Of a program of Kubernetes. */
	readonly version?: string;
	/** What the user named: a path, `v1.35.1`, an image. */
	readonly from?: string;
	/** It is what the component's image is built on, and not that image itself. */
	readonly layered?: boolean;
};

/** What a user chose that no container shows. */
export type Settings = {
	/** Of a cluster that an older single-kube made: everything from Debian. */
	readonly images?: ImageSettings;
	/** For components that reach outside: `HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY`. */
	readonly proxies?: Readonly<Record<string, string>>;
	/** What the cluster runs; not of one that an older single-kube made. */
	readonly kubernetesVersion?: string;
	/** Versions beside each other that Kubernetes does not support were asked for. */
	readonly skewAllowed?: boolean;
	/** An upgrade is under way, or was interrupted: to this version; `restoring` while etcd's data is put back. */
	readonly upgrading?: {readonly to: string; readonly restoring?: boolean};
	readonly addons: readonly AddonName[];
	readonly dnsReplicas: number;
	/** Which DNS server runs; `auto` where nobody said anything. */
	readonly dnsServer?: DnsServerChoice;
	/** Whose metrics-server runs; ours where nobody said anything. */
	readonly metricsServer?: MetricsServerChoice;
	/** Flags of components, and keys of their configuration files. */
	readonly extraConfig?: ExtraConfig;
	/** Kubernetes' own, for all of its components. */
	readonly featureGates?: FeatureGates;
	/** What a node offers its pods, where that is less than its machine has. */
	readonly offers?: NodeOffers;
	/** The file that the user's entry was written into, where it was not the usual one: an absolute path. */
	readonly kubeconfig?: string;
};

export type NodeOffers = {/** In bytes. */ readonly memory?: number; /** In cores; a fraction of one counts. */ readonly cpus?: number};

export type NetworkSpec = {
	readonly name: string;
	/** An IPv4 /24, e.g. `172.30.0.0/24`. */
	readonly subnet: string;
	/** The part of it from which the engine gives addresses to who asks for none; the rest is ours to give. */
	readonly ipRange: string;
	readonly driverOptions: Readonly<Record<string, string>>;
	readonly labels: Readonly<Record<string, string>>;
};

export type VolumeSpec = {
	readonly name: string;
	readonly labels: Readonly<Record<string, string>>;
};

export type NodeSpec = {
	readonly name: string;
	/** The holder's address in the cluster's network: the node's InternalIP. */
	readonly address: string;
	/** The directory, at the same path on the engine's host and in the kubelet, that holds all that the node writes. */
	readonly directory: string;
};

export type Component = {
	/** `etcd`, or `kubelet@node-1` for a component of a node. */
	readonly id: string;
	/** The service's name in compose/. */
	readonly name: string;
	readonly node: string | undefined;
	/** What it publishes, when it is there for nothing else. */
	readonly port: PortSpec | undefined;
	readonly summary: string;
	/** A job runs to its end each time before what depends on it starts. */
	readonly job: boolean;
	/** Ids of the components that have to be ready before this one starts. */
	readonly dependsOn: readonly string[];
	/** Those among them that only have to serve: who starts now is at work when they are ready. */
	readonly servingIsEnough: readonly string[];
	readonly container: ContainerSpec;
	/** The volume that holds this component's files, mounted at /etc/kubernetes (or where the file says). */
	readonly configVolume: string | undefined;
	readonly files: FileRequests;
	readonly ready: Probe | undefined;
	/** It answers, if not everything yet: earlier than `ready`. */
	readonly serving: Probe | undefined;
	/** How one sees that it is well, at any time; undefined where its running says all, and in what an older single-kube wrote. */
	readonly health?: HealthQuestion | undefined;
	/** A hash of all the above: what differs is replaced. */
	readonly hash: string;
};

export type ContainerSpec = {
	readonly name: string;
	readonly image: string;
	readonly hostname: string | undefined;
	/** `0` or `0:0`; the image's own without it. */
	readonly user?: string;
	/** In place of the image's own; an image of upstream's may have one. */
	readonly entrypoint?: readonly string[];
	/** The words after the entrypoint. */
	readonly command: readonly string[];
	readonly environment: Readonly<Record<string, string>>;
	readonly workingDirectory: string | undefined;
	readonly labels: Readonly<Record<string, string>>;
	readonly network:
		/** Without an address of its own it gets one from the engine. */
		| {readonly kind: 'cluster'; readonly address: string | undefined; readonly aliases: readonly string[]}
		/** Shares the network namespace of another component's container. */
		| {readonly kind: 'joins'; readonly component: string; readonly container: string}
		/** The network namespace of the engine's host. */
		| {readonly kind: 'host'}
		| {readonly kind: 'none'};
	readonly hostPid: boolean;
	readonly capAdd: readonly string[];
	readonly capDrop: readonly string[];
	readonly securityOptions: readonly string[];
	readonly deviceCgroupRules: readonly string[];
	readonly devices: readonly string[];
	readonly sysctls: Readonly<Record<string, string>>;
	readonly mounts: readonly Mount[];
	readonly ports: ReadonlyArray<{readonly hostAddress: string; readonly hostPort: number; readonly containerPort: number; readonly protocol: 'tcp' | 'udp'}>;
	readonly restart: 'no' | 'unless-stopped';
	readonly init: boolean;
};

export type Mount =
	| {readonly kind: 'volume'; readonly volume: string; readonly target: string; readonly readOnly: boolean}
	| {
		readonly kind: 'bind'; readonly source: string; readonly target: string; readonly readOnly: boolean;
		readonly propagation: 'rprivate' | 'rshared' | 'rslave';
	};

export type AuthorityName = 'kubernetes' | 'etcd' | 'front-proxy';

/** What has to be in a component's config volume; paths are relative to it. */
export type FileRequests = {
	/** `pki/<name>.crt` and `pki/<name>.key` each. */
	readonly certificates: readonly CertificateRequest[];
	/** The authorities' certificates: `pki/ca.crt` for kubernetes, else `pki/<name>-ca.crt`. */
	readonly trust: readonly AuthorityName[];
	/** The authorities' keys, for who signs: `pki/ca.key`. */
	readonly signs: readonly AuthorityName[];
	/** `pki/service-account.pub` and `.key`. */
	readonly serviceAccount: ReadonlyArray<'public' | 'private'>;
	readonly kubeconfig: KubeconfigRequest | undefined;
	/** Other files by path: text as it is, anything else as YAML. */
	readonly files: Readonly<Record<string, unknown>>;
};

export type CertificateRequest = {
	readonly name: string;
	readonly authority: AuthorityName;
	readonly commonName: string;
	readonly organizations: readonly string[];
	readonly usages: ReadonlyArray<'client' | 'server'>;
	readonly dnsNames: readonly string[];
	readonly ipAddresses: readonly string[];
};

export type KubeconfigRequest = {
	readonly commonName: string;
	readonly organizations: readonly string[];
	/** Also write the client certificate as `pki/client.crt` and `.key`, for programs that are not kubectl. */
	readonly clientFiles: boolean;
	/** Where the apiserver is, as a URL; by its name when undefined. */
	readonly server: string | undefined;
};

/** Asked by status: well when it exits 0, else what it printed says what is not. */
export type HealthQuestion = {
	/** Ids of the components in whose containers it can be asked, the best first. */
	readonly askedIn: readonly string[];
	readonly command: readonly string[];
};

export type Probe =
	/** Ready when its log, since its last start, has a line with this text. */
	| {readonly kind: 'log'; readonly text: string}
	/** Ready when this command, run in another component's container, exits 0. */
	| {readonly kind: 'exec'; readonly component: string; readonly command: readonly string[]};
