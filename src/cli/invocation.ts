/** What a command is called with: options settled, streams and signal at hand. */
import type {ClusterOptions} from '../cluster/options.ts';
import type {ImageName} from '../images/catalogue.ts';
import type {SourceName} from '../images/source.ts';
import type {DnsServerChoice, MetricsServerChoice} from '../plan/topology.ts';
import type {ProgressMode} from '../renderers/choose.ts';
import type {CommandName} from './definitions/all.ts';
import type {OutputFormat} from './output-formats.ts';


/** The options of all commands, by commander's names; a command sees those that it declares. */
export type Flags = {
	readonly name?: string;
	readonly engine?: 'auto' | 'host' | 'embedded';
	readonly install?: boolean;
	readonly yes?: boolean;
	/** Whether anything may be asked. */
	readonly input?: boolean;
	readonly source?: SourceName;
	readonly kubernetesVersion?: string;
	/** A file with options; what is typed counts before it. */
	readonly config?: string;
	readonly binaries?: string;
	readonly bundle?: string;
	readonly bundleSha256?: string;
	readonly outputFile?: string;
	readonly outputDir?: string;
	readonly also?: readonly ImageName[];
	readonly registryMirror?: readonly string[];
	readonly downloadMirror?: readonly string[];
	readonly certificateAuthority?: string;
	readonly force?: boolean;
	readonly reset?: string;
	readonly rollback?: boolean;
	/** Milliseconds since the epoch. */
	readonly since?: number;
	readonly timestamps?: boolean;
	readonly previous?: boolean;
	readonly merge?: boolean;
	readonly keepContext?: boolean;
	readonly internal?: boolean;
	readonly apiPort?: number;
	readonly addons?: string;
	readonly dnsReplicas?: number;
	readonly dnsServer?: DnsServerChoice;
	readonly metricsServer?: MetricsServerChoice;
	readonly port?: readonly string[];
	readonly trace?: boolean;
	readonly subnet?: string;
	readonly podCidr?: string;
	readonly serviceCidr?: string;
	readonly timeout?: number;
	readonly extraConfig?: readonly string[];
	readonly featureGates?: readonly string[];
	readonly image?: readonly string[];
	readonly memory?: string;
	readonly cpus?: string;
	/** What `start` waits for pods, in seconds; true where only that was said, as of `kill`. */
	readonly wait?: number | boolean;
	readonly retain?: boolean;
	readonly kubeconfig?: boolean | string;
	readonly output?: OutputFormat;
	readonly quiet?: boolean;
	readonly verbose?: boolean;
	readonly progress?: ProgressMode;
	readonly color?: boolean;
	readonly dryRun?: boolean;
	readonly timings?: boolean;
	readonly namespace?: string;
	readonly all?: boolean;
	/** Of `fault run`. */
	readonly list?: boolean;
	/** What `kill` sends. */
	readonly signal?: string;
	/** How long a fault lasts, in seconds. */
	readonly for?: number;
	readonly jitter?: string;
	readonly url?: boolean;
	readonly follow?: boolean;
	readonly new?: boolean;
	/** The image of a pod that is made to be followed. */
	readonly run?: string;
	readonly until?: 'ready' | 'deleted';
	readonly tail?: number;
	readonly quick?: boolean;
	readonly json?: boolean;
	readonly readOnly?: boolean;
	readonly ascii?: boolean;
	readonly screenReader?: boolean;
	/** What `start` opens at its end. */
	readonly dashboard?: boolean;
	readonly watch?: boolean;
	/** Seconds. */
	readonly interval?: number;
	readonly component?: string;
};

export type Invocation = {
	readonly command: CommandName;
	/** The words after the command and its options. */
	readonly words: readonly string[];
	readonly flags: Flags;
};

export type Run = (invocation: Invocation, signal: AbortSignal) => Promise<number>;

/** Of `--wait` alone, in seconds. */
const defaultWaitSeconds = 300;

/** The flags as the public API takes them. */
export function clusterOptions(flags: Flags): ClusterOptions {
	return {
		name: flags.name, engine: flags.engine, install: flags.install, source: flags.source, kubernetesVersion: flags.kubernetesVersion, binaries: flags.binaries, bundle: flags.bundle, bundleSha256: flags.bundleSha256,
		registryMirrors: flags.registryMirror, downloadMirrors: flags.downloadMirror, certificateAuthority: flags.certificateAuthority, force: flags.force, addons: flags.addons, dnsReplicas: flags.dnsReplicas, dnsServer: flags.dnsServer, ports: flags.port,
		metricsServer: flags.metricsServer, trace: flags.trace, apiPort: flags.apiPort, subnet: flags.subnet,
		podCidr: flags.podCidr, serviceCidr: flags.serviceCidr, timeoutSeconds: flags.timeout, kubeconfig: flags.kubeconfig, keepContext: flags.keepContext,
		extraConfig: flags.extraConfig, featureGates: flags.featureGates, componentImages: flags.image, memory: flags.memory, cpus: flags.cpus,
		waitSeconds: flags.wait === true ? defaultWaitSeconds : flags.wait === false ? 0 : flags.wait,
		// `--no-rollback` is false of what `upgrade --rollback` is true of.
		retain: flags.retain ?? (flags.rollback === false ? true : undefined),
	};
}
