/** Options that several commands have. */
import {dnsServerChoices, metricsServerChoices} from '../../plan/topology.ts';
import {progressModes} from '../../renderers/choose.ts';
import {outputFormats} from '../output-formats.ts';
import type {OptionDefinition, Word} from './definition.ts';
import {addonList, anyText, clusterName, count, digest, duration, file, flag, folder, kubernetesVersion, oneOf, portNumber, portSpecs, range, someTexts, sourceName} from './values.ts';

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

/** Of what takes a cluster down. */
export const teardown: readonly OptionDefinition[] = [limit, {flags: '--no-kubeconfig', description: 'leave your kubeconfig alone', value: flag}];

/** Components, in the place of the whole cluster. */
export const someComponents: Word = {name: 'component', optional: true, many: true, description: 'etcd, kubelet, kubelet@node-1, …; without one, the whole cluster', complete: 'component'};

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
