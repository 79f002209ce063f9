/** What `explain` prints for a person. Pure. */
import type {Overview} from '../explain/explain-cluster.ts';
import type {Explanation} from '../explain/explain-component.ts';
import type {Mount, Probe} from '../plan/topology.ts';
import {formatTable} from './output.ts';

/** The width of a paragraph, in characters. */
const width = 100;

export function formatExplanation(explanation: Explanation): string {
	const {component, summary, about, state, container, image, command, environment, files, mounts, waitsFor, ready, dockerRun} = explanation;
	return [
		`${component}: ${summary}`,
		...about === undefined ? [] : ['', ...wrap(about.does)],
		...section('Talks to', Object.entries(about?.talksTo ?? {}).map(([to, what]) => `${to}: ${what}`)),
		...about === undefined ? [] : ['', ...wrap(`Without it: ${about.without}`)],
		...section('Container', [
			`${container}, ${state === 'not made' ? 'not made yet: this is what start would make' : state}`, `image ${image}`, ...networkLines(explanation), ...capabilityLines(explanation),
		]),
		...section('Command', command.map((word, index) => `${index === 0 ? '' : '  '}${word.trimEnd().replaceAll('\n', '\n      ')}`)),
		...section('Environment', Object.entries(environment).map(([name, value]) => `${name}=${value}`)),
		...section('Files', files.length === 0 ? [] : columns(files.map(({path, what}) => [path, what]))),
		...section('Mounts', mounts.length === 0 ? [] : columns(mounts.map(mount => [mount.target, mountWords(mount)]))),
		...section('Starts', [
			waitsFor.length === 0 ? 'at once: it waits for nothing' : `after ${waitsFor.map(other => `${other.component} ${untilWords[other.until]}`).join(', ')}`,
			`it is ready ${readyWords(ready)}`,
		]),
		'', 'The same by hand:', '', dockerRun,
		...section('More', [
			...(about?.read ?? []).map(page => `docs/${page}`), `single-kube flags ${component}`, `single-kube logs ${component}`, `single-kube config show ${component}`,
		]),
	].join('\n');
}

export function formatOverview({cluster, made, components, picture}: Overview): string {
	return [
		made ? `The components of the cluster ${cluster}, in the order in which they start:` : `There is no cluster ${cluster}. What start would make, in the order in which it would start:`,
		'',
		formatTable(['COMPONENT', 'WHAT IT DOES'], components.map(({component, summary}) => [component, summary])),
		'', 'Who talks to whom:', '', ...picture.map(line => line === '' ? '' : `  ${line}`),
		'', `More of one: single-kube explain ${components.find(({component}) => component.startsWith('kubelet'))?.component ?? 'COMPONENT'}`,
	].join('\n');
}

const untilWords = {ready: 'is ready', serving: 'serves', ended: 'has ended'} as const;

function section(title: string, lines: readonly string[]): string[] {
	return lines.length === 0 ? [] : ['', title, ...lines.map(line => `  ${line}`)];
}

function networkLines({network, ports}: Explanation): string[] {
	const published = ports.map(({hostAddress, hostPort, containerPort, protocol}) => `port ${containerPort}/${protocol} is published at ${hostAddress}:${hostPort}`);
	switch (network.kind) {
		case 'cluster': {
			return [`in the cluster's network${network.address === undefined ? '' : ` at ${network.address}`}${network.aliases.length === 0 ? '' : `, known there as ${network.aliases.join(', ')}`}`, ...published];
		}

		case 'joins': {
			return [`in the network namespace of ${network.component} (${network.container})`];
		}

		case 'host': {
			return ['in the network of the engine\'s host'];
		}

		case 'none': {
			return ['without a network'];
		}
	}
}

function capabilityLines({capabilities: {add, drop, securityOptions, hostPid}}: Explanation): string[] {
	const all = add.includes('ALL');
	return [
		all ? `every capability but ${drop.join(', ')}` : add.length === 0 ? 'no capability at all' : `of all capabilities only ${add.join(', ')}`,
		...securityOptions.length === 0 ? [] : [securityOptions.join(', ')],
		...hostPid ? ['sees the processes of the engine\'s host'] : [],
	];
}

function mountWords(mount: Mount): string {
	const source = mount.kind === 'volume' ? `the volume ${mount.volume}` : `the host's ${mount.source}`;
	return `${source}${mount.readOnly ? ', read-only' : ''}${mount.kind === 'bind' && mount.propagation !== 'rprivate' ? `, ${mount.propagation}` : ''}`;
}

function readyWords(probe: Probe | undefined): string {
	if (probe === undefined) {
		return 'when it is started';
	}

	return probe.kind === 'log' ? `when its log says "${probe.text}"` : `when this succeeds in ${probe.component}: ${probe.command.join(' ')}`;
}

function columns(rows: ReadonlyArray<readonly [string, string]>): string[] {
	const first = Math.max(...rows.map(([left]) => left.length));
	return rows.map(([left, right]) => `${left.padEnd(first)}  ${right}`);
}

function wrap(text: string): string[] {
	return text.trim().split(/\s+/).reduce<string[]>((lines, word) => {
		const last = lines.at(-1);
		return last === undefined || last.length + 1 + word.length > width ? [...lines, word] : [...lines.slice(0, -1), `${last} ${word}`];
	}, []);
}
