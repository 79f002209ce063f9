/** Options that several commands have. */
import {dnsServerChoices, metricsServerChoices} from '../../plan/topology.ts';
import {progressModes} from '../../renderers/choose.ts';
import {outputFormats} from '../output-formats.ts';
import type {OptionDefinition, Word} from './definition.ts';
import {
	addonList, anyText, clusterName, componentImages, count, cpus, digest, duration, extraConfig, featureGates, file, flag, folder, kubernetesVersion, memory, oneOf, optionalFile, portNumber, portSpecs, range, someTexts,
	sourceName, waiting,
} from './values.ts';

/** Of every command. @param toFile it writes a file, and `-o` names that, as with `docker save` */
export function globalOptions(toFile = false): OptionDefinition[] {
	return [
		{flags: '--profile, --name <name>', description: 'the cluster (default: "default"); --profile means the same', value: clusterName},
		{flags: '--engine <engine>', description: 'the Docker engine to use (default: auto)', value: oneOf(['auto', 'host', 'embedded'])},
		{flags: '--config <file>', description: 'options from a YAML file (default: ~/.config/single-kube/config.yaml where there is one)', value: file, inFile: false},
		{flags: `${toFile ? '' : '-o, '}--output <format>`, description: 'how results are printed', value: oneOf(outputFormats)},
		{flags: '-q, --quiet', description: 'print no progress', value: flag},
		{flags: '-v, --verbose', description: 'print each operation, and the causes of errors', value: flag},
		{flags: '--progress <mode>', description: 'how progress is shown', value: oneOf(progressModes)},
		{flags: '--no-color', description: 'print without colours', value: flag},
		{flags: '--no-input', description: 'never ask: what would have to be asked is an error', value: flag},
		{flags: '-y, --yes', description: 'answer yes to every question', value: flag},
	];
}

export const install: OptionDefinition = {flags: '--no-install', description: 'never install a package', value: flag};
export const limit: OptionDefinition = {flags: '--timeout <time>', description: 'the limit for each wait: 90, 90s, 2m', value: duration};
export const force: OptionDefinition = {flags: '--force', description: 'let versions through that Kubernetes does not support beside each other', value: flag};
export const namespace: OptionDefinition = {flags: '-n, --namespace <namespace>', description: 'the namespace (default: "default")', value: anyText, inFile: false};
export const dryRun: OptionDefinition = {flags: '--dry-run', description: 'print what would be done, and why', value: flag, inFile: false};
export const addons: OptionDefinition = {
	flags: '--addons <list>', value: addonList,
	description: 'what the cluster has beside its own parts: dns, storage, load-balancer, metrics, ingress; all; none; or changes such as +ingress,-metrics (default: all but ingress; remembered)',
};

const noKubeconfig: OptionDefinition = {flags: '--no-kubeconfig', description: 'leave your kubeconfig alone', value: flag};
/** Of what takes a cluster down. */
export const teardown: readonly OptionDefinition[] = [limit, noKubeconfig];

/** What users turn of components and of the node; all of it is remembered. */
export const tuning: readonly OptionDefinition[] = [
	{flags: '--extra-config <flag>', description: 'COMPONENT.FLAG=VALUE: a flag of a component, or a key of its configuration file (kubelet.maxPods=50); COMPONENT.FLAG- takes it back; again for more of them (remembered)', value: extraConfig},
	{flags: '--feature-gates <gates>', description: 'for every component of Kubernetes: A=true,B=false; A- takes one back (remembered)', value: featureGates},
	{flags: '--image <image>', description: 'COMPONENT=REFERENCE: another image for one component; COMPONENT= takes it back; again for more of them (remembered)', value: componentImages, inFile: 'images'},
	{flags: '--memory <amount>', description: 'what the node offers its pods: 4g, 2048m, max (default: all that the engine has; remembered)', value: memory},
	{flags: '--cpus <cores>', description: 'what the node offers its pods: 2, 1.5, max (default: all that the engine has; remembered)', value: cpus},
];

/** What becomes of a start, and how the user gets in. */
export const starting: readonly OptionDefinition[] = [
	limit,
	{flags: '--wait [time]', description: 'wait until the node, the pods and the Deployments are well, too: 5m; without a time 5 minutes, 0 not at all (default)', value: waiting},
	{flags: '--retain', description: 'keep what was made of a new cluster when its start fails; else it is removed and its logs are saved', value: flag},
	{flags: '--no-rollback', description: 'the same as --retain', value: flag, hidden: true, inFile: false},
	{flags: '--kubeconfig <file>', description: 'write the cluster into this file instead of your kubeconfig (remembered)', value: optionalFile},
	{...noKubeconfig, inFile: false},
	{flags: '--keep-context', description: 'leave the current context of your kubeconfig as it is', value: flag},
];

/** Components, in the place of the whole cluster. */
export const someComponents: Word = {name: 'component', optional: true, many: true, description: 'etcd, kubelet, kubelet@node-1 and so on; without one, the whole cluster', complete: 'component'};

export const everyCluster: OptionDefinition = {flags: '--all', description: 'every cluster on the engine; on a terminal it asks first', value: flag, inFile: false};

/** Whose servers. */
export const servers: readonly OptionDefinition[] = [
	{flags: '--dns-server <server>', description: 'which DNS server: CoreDNS where the engine has its image, else BIND (default: auto; remembered)', value: oneOf(dnsServerChoices)},
	{flags: '--metrics-server <which>', description: 'whose metrics-server: our own, the upstream one, or upstream when the engine has its image (default: own; remembered)', value: oneOf(metricsServerChoices)},
];

/** How upstream is reached. */
export const access: readonly OptionDefinition[] = [
	{flags: '--registry-mirror <mirror>', description: 'REGISTRY=HOST/PREFIX, asked before the registry itself; again for more of them', value: someTexts, inFile: 'registryMirrors'},
	{flags: '--download-mirror <mirror>', description: 'HOST=URL, asked before dl.k8s.io or github.com; again for more of them', value: someTexts, inFile: 'downloadMirrors'},
	{flags: '--certificate-authority <file>', description: 'certificates to trust for registries and downloads, PEM', value: file},
];

export const version: OptionDefinition = {
	flags: '--kubernetes-version <version>', description: 'a release (1.36.2), the newest of a minor version (1.36), or latest', value: kubernetesVersion,
};

/** Where images come from, but for the version. */
export const origins: readonly OptionDefinition[] = [
	{flags: '--source <source>', description: 'where images come from (default: the first that can serve; remembered)', value: sourceName},
	{flags: '--binaries <folder>', description: 'run the programs of Kubernetes that you built, from this folder; what is missing comes from the source', value: folder},
	{flags: '--bundle <file>', description: 'everything from a file that `single-kube bundle` wrote', value: file},
	{flags: '--bundle-sha256 <digest>', description: 'what that file has to hash to, as `single-kube bundle` printed it', value: digest},
	...access,
];

/** What a cluster is made with. */
export const making: readonly OptionDefinition[] = [
	install, version, ...origins, addons,
	{flags: '--dns-replicas <count>', description: 'how many DNS servers, 1 to 3 (default: 1; remembered)', value: count},
	...servers,
	{flags: '--api-port <port>', description: 'the port of the apiserver on 127.0.0.1 (default: 6443, or a free one)', value: portNumber},
	{flags: '--port <port>', description: 'publish a port: [ADDRESS:]HOST_PORT:NODE_PORT[/tcp|udp]; again for more of them', value: portSpecs, inFile: 'ports'},
	{flags: '--subnet <range>', description: 'the cluster\'s network on the engine, a /24', value: range},
	{flags: '--pod-cidr <range>', description: 'the addresses of pods (default: 10.244.0.0/16)', value: range},
	{flags: '--service-cidr <range>', description: 'the addresses of services (default: 10.96.0.0/12)', value: range},
];
