/** Every command and option, as commander takes them. Nothing is loaded and nothing happens here. */
import {Argument, Command, InvalidArgumentError, Option} from 'commander';
import {checkAddons, checkGivenRanges, checkName} from '../cluster/options.ts';
import {runnableImages} from '../images/catalogue.ts';
import {sourceNames} from '../images/source.ts';
import {dnsServerChoices, metricsServerChoices} from '../plan/topology.ts';
import {progressModes} from '../renderers/choose.ts';
import {type CommandName, commandNames, type Flags, type Invocation} from './invocation.ts';
import {nearest} from './nearest.ts';
import {readVersion} from '../version.ts';
import {collectPorts, parseCount, parseDigest, parseDuration, parseImages, parsePort, parseRange} from './values.ts';

/**
 * @param dispatch called with what the user asked for, once
 * @returns a program that throws CommanderError instead of printing and exiting
 */
export function buildProgram(dispatch: (invocation: Invocation) => Promise<void>): Command {
	const program = new Command('single-kube')
		.description('A whole Kubernetes on one Docker engine: every component a container that you can see, stop, break and put back.')
		.version(readVersion(), '--version', 'print the version of single-kube')
		.enablePositionalOptions()
		.configureOutput({outputError: () => undefined})
		.exitOverride()
		.addHelpText('after', examples);
	addOptions(program, [...commonOptions(), ...whichCluster()]);
	for (const name of commandNames) {
		const {summary, words, choices, moreChoices, options, passThrough, toFile} = definitions[name];
		const command = program.command(name).description(summary);
		for (const [index, word] of (words?.split(' ') ?? []).entries()) {
			const allowed = index === 0 ? choices : moreChoices;
			command.addArgument(new Argument(word, allowed ? `one of ${allowed.join(', ')}` : undefined).argParser(value => checkChoice(value, allowed)));
		}

		addOptions(command, passThrough === 'all' ? [] : [...commonOptions(toFile), ...whichCluster(), ...options?.() ?? []]);
		if (passThrough) {
			command.passThroughOptions();
		}

		if (passThrough === 'all') {
			command.allowUnknownOption().helpOption(false);
		}

		command.action(async () => {
			const flags: Flags = {...given(program), ...given(command)};
			checkGivenRanges(flags);
			await dispatch({command: name, words: command.args, flags});
		});
	}

	return program;
}

type Definition = {
	readonly summary: string;
	/** One or more, joined by spaces: `<action> [port...]`. */
	readonly words?: string;
	/** The words that there may be in the place of the first of `words`. */
	readonly choices?: readonly string[];
	/** The same for the others. */
	readonly moreChoices?: readonly string[];
	readonly options?: () => Option[];
	/** `words`: options end at the first word; `all`: every word is passed on as it is. */
	readonly passThrough?: 'words' | 'all';
	/** It writes a file, and `-o` names that, as with `docker save`. */
	readonly toFile?: boolean;
};

const definitions: Readonly<Record<CommandName, Definition>> = {
	start: {
		summary: 'bring a cluster up: a new one, a stopped one, or one that is half-made',
		options: () => [
			...making(), ...teardown(), forcing(),
			new Option('--dry-run', 'print what would be done'), new Option('--trace', 'log each call of the kubelet to the engine: single-kube logs agent'), new Option('--profile', 'print the critical path at the end'),
		],
	},
	stop: {summary: 'take pods and components down and keep the data', options: teardown},
	delete: {summary: 'remove everything that belongs to a cluster', options: teardown},
	status: {summary: 'show each component; exit code 3 when the cluster is degraded or stopped'},
	list: {summary: 'show all clusters on the engine'},
	test: {summary: 'run nginx on the cluster and check pods, services, logs and exec'},
	exec: {summary: 'open a shell with kubectl, or run a command in its container', words: '[command...]', passThrough: 'words'},
	kubectl: {summary: 'run kubectl; every word after it is passed on (options of single-kube stand before it)', words: '[words...]', passThrough: 'all'},
	logs: {
		summary: 'show the log of a component', words: '<component>',
		options: () => [
			new Option('-f, --follow', 'go on as new lines come'),
			new Option('--tail <lines>', 'show only the last lines').argParser(parseCount),
		],
	},
	config: {
		summary: 'show what a component is configured with: command line, environment, files; without one, the files of all',
		words: '<action> [component]', choices: ['show'],
	},
	kubeconfig: {summary: 'print a kubeconfig for this machine'},
	port: {
		summary: 'publish ports of this machine that lead to node ports, take them back, or list them',
		words: '<action> [port...]', choices: ['add', 'remove', 'list'], options: installing,
	},
	service: {
		summary: 'show where a Service answers from this machine, or why nobody does', words: '[service]',
		options: () => [
			new Option('-n, --namespace <namespace>', 'the namespace (default: "default")'), new Option('--all', 'those of every namespace'), new Option('--url', 'print nothing but URLs, one a line'),
		],
	},
	use: {
		summary: 'run another program, or another version, in the place of one component; without a word, show which do', words: '[component=program]',
		options: () => [
			new Option('--reset <component>', 'run the cluster\'s own again'), ...installing(), ...access(), forcing(), limit(),
		],
	},
	upgrade: {
		summary: 'bring a running cluster to another version of Kubernetes, one component at a time', words: '[version]',
		options: () => [
			...installing(), ...sources().filter(({long}) => long !== '--kubernetes-version'), forcing(), limit(),
			new Option('--rollback', 'go back from an upgrade that was interrupted'), new Option('--dry-run', 'print what would be replaced, in which order'),
		],
	},
	images: {
		summary: 'list the images, or build some of them',
		words: '<action> [images...]', choices: ['list', 'build'], moreChoices: runnableImages, options: () => [...installing(), ...sources()],
	},
	bundle: {
		summary: 'write everything that a machine without a network needs for a cluster into one file', toFile: true,
		options: () => [
			new Option('-o, --output-file <file>', 'the file; compressed when its name ends in .gz or .tgz').makeOptionMandatory(),
			new Option('--also <images>', 'optional images to have in it, such as redis,registry').argParser(parseImages),
			...installing(), ...sources(), addons(), ...whichServers(),
		],
	},
	registry: {
		summary: 'start, stop or delete a registry of this engine, or see whether it runs', words: '<action>', choices: ['start', 'stop', 'status', 'delete'],
		options: () => [...installing(), new Option('--port <port>', 'its port on 127.0.0.1 (default: 5000, or the one that it has)').argParser(word => [String(parsePort(word))])],
	},
	tunnel: {summary: 'make services, pods and their names reachable from this machine until Ctrl-C (Linux)', options: installing},
	engine: {summary: 'status, start, stop or remove the embedded engine', words: '<action>', choices: ['status', 'start', 'stop', 'remove'], options: installing},
};

function commonOptions(toFile = false): Option[] {
	return [
		new Option(`${toFile ? '' : '-o, '}--output <format>`, 'how results are printed').choices(['table', 'json']),
		new Option('-q, --quiet', 'print no progress'),
		new Option('-v, --verbose', 'print each operation, and the causes of errors'),
		new Option('--progress <mode>', 'how progress is shown').choices(progressModes),
		new Option('--no-color', 'print without colours'),
	];
}

function whichCluster(): Option[] {
	return [
		new Option('--name <name>', 'the cluster (default: "default")').argParser(checkName),
		new Option('--engine <engine>', 'the Docker engine to use (default: auto)').choices(['auto', 'host', 'embedded']),
	];
}

function installing(): Option[] {
	return [
		new Option('--no-install', 'never install a package'),
		new Option('-y, --yes', 'install missing packages without a question'),
	];
}

function limit(): Option {
	return new Option('--timeout <time>', 'the limit for each wait: 90, 90s, 2m').argParser(parseDuration);
}

function forcing(): Option {
	return new Option('--force', 'let versions through that Kubernetes does not support beside each other');
}

function teardown(): Option[] {
	return [limit(), new Option('--no-kubeconfig', 'leave your kubeconfig alone')];
}

function making(): Option[] {
	return [
		...installing(),
		...sources(),
		addons(),
		new Option('--dns-replicas <count>', 'how many DNS servers, 1 to 3 (default: 1; remembered)').argParser(parseCount),
		...whichServers(),
		new Option('--api-port <port>', 'the port of the apiserver on 127.0.0.1 (default: 6443, or a free one)').argParser(parsePort),
		new Option('--port <port>', 'publish a port: [ADDRESS:]HOST_PORT:NODE_PORT[/tcp|udp]; again for more of them').argParser(collectPorts),
		new Option('--subnet <range>', 'the cluster\'s network on the engine, a /24').argParser(parseRange),
		new Option('--pod-cidr <range>', 'the addresses of pods (default: 10.244.0.0/16)').argParser(parseRange),
		new Option('--service-cidr <range>', 'the addresses of services (default: 10.96.0.0/12)').argParser(parseRange),
	];
}

function addons(): Option {
	return new Option('--addons <list>', 'what the cluster has beside its own parts: dns, storage, load-balancer, metrics, ingress; all; none; or changes such as +ingress,-metrics (default: all but ingress; remembered)').argParser(checkAddons);
}

function whichServers(): Option[] {
	return [
		new Option('--dns-server <server>', 'which DNS server: CoreDNS where the engine has its image, else BIND (default: auto; remembered)').choices(dnsServerChoices),
		new Option('--metrics-server <which>', 'whose metrics-server: our own, the upstream one, or upstream when the engine has its image (default: own; remembered)').choices(metricsServerChoices),
	];
}

function sources(): Option[] {
	return [
		new Option('--source <source>', 'where images come from (default: the first that can serve; remembered)').choices(sourceNames),
		new Option('--config <file>', 'options from a YAML file (default: ~/.config/single-kube/config.yaml where there is one)'),
		new Option('--kubernetes-version <version>', 'a release (1.36.2), the newest of a minor version (1.36), or latest'),
		new Option('--binaries <folder>', 'run the programs of Kubernetes that you built, from this folder; what is missing comes from the source'),
		new Option('--bundle <file>', 'everything from a file that `single-kube bundle` wrote'),
		new Option('--bundle-sha256 <digest>', 'what that file has to hash to, as `single-kube bundle` printed it').argParser(parseDigest),
		...access(),
	];
}

/** How upstream is reached. */
function access(): Option[] {
	return [
		new Option('--registry-mirror <mirror>', 'REGISTRY=HOST/PREFIX, asked before the registry itself; again for more of them').argParser(collect),
		new Option('--download-mirror <mirror>', 'HOST=URL, asked before dl.k8s.io or github.com; again for more of them').argParser(collect),
		new Option('--certificate-authority <file>', 'certificates to trust for registries and downloads, PEM'),
	];
}

const collect = (word: string, before: readonly string[] = []): readonly string[] => [...before, word];

/** What was said; commander makes `true` of every `--no-…` that was not, which would win over the one before the command. */
function given(command: Command): Flags {
	return Object.fromEntries(Object.entries(command.opts()).filter(([name]) => command.getOptionValueSource(name) === 'cli'));
}

/** As commander's own choices, and with the nearest of them. */
function checkChoice(word: string, choices: readonly string[] | undefined): string {
	if (choices && !choices.includes(word)) {
		const close = nearest(word, choices);
		throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.${close === undefined ? '' : `\n(Did you mean ${close}?)`}`);
	}

	return word;
}

function addOptions(command: Command, options: readonly Option[]): void {
	for (const option of options) {
		command.addOption(option);
	}
}

const examples = `
Examples:
  single-kube start                         a cluster, and kubectl's context set to it
  single-kube kubectl get pods -A           kubectl of the cluster's own version
  single-kube exec                          a shell with kubectl and its completion
  single-kube start --name two              a second cluster beside the first
  single-kube stop, single-kube delete      keep the data, or keep nothing`;
