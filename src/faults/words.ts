/** Faults as words: what stands on a command line, and what is said of one. Pure. */
import {SingleKubeError} from '../errors.ts';
import {nearest} from '../nearest.ts';
import {parseBytes, parseCores, parseDelay, writeBytes, writeDelay} from './amounts.ts';
import {type Fault, type FaultKind, faultKinds, type FaultSpec} from './fault.ts';

/** What each kind does, for help, menus and completion; `amount`: an example of what has to be said with it. */
export const kindsInWords: Readonly<Record<FaultKind, {readonly does: string; readonly amount?: string}>> = {
	pause: {does: 'freeze it: it answers nobody, its connections stay open'},
	stop: {does: 'have it end as it should, and stay away'},
	kill: {does: 'kill it without a goodbye, and keep it away'},
	cut: {does: 'take it off the network'},
	latency: {does: 'delay what it sends and is sent', amount: '200ms'},
	'limit-cpu': {does: 'give it no more than so many cores', amount: '0.2'},
	'limit-memory': {does: 'give it no more than so much memory', amount: '300M'},
};

/**
 * @param words a kind and its amount: `pause`; `latency`, `200ms`
 * @param jitter of latency: `20ms`
 * @throws SingleKubeError OPTION_INVALID naming what there is
 */
export function parseFault([word, amount, ...rest]: readonly string[], jitter?: string): FaultSpec {
	const kind = faultKinds.find(known => known === word);
	if (kind === undefined) {
		const close = word === undefined ? undefined : nearest(word, faultKinds);
		throw new SingleKubeError('OPTION_INVALID', word === undefined ? 'a fault needs a kind' : `there is no kind of fault "${word}"`, {
			seen: [`kinds: ${faultKinds.join(', ')}`], hint: close === undefined ? 'For example: single-kube fault add scheduler pause' : `Did you mean ${close}?`,
		});
	}

	const example = kindsInWords[kind].amount;
	if (example === undefined ? amount !== undefined : amount === undefined || rest.length > 0) {
		throw new SingleKubeError('OPTION_INVALID', example === undefined ? `${kind} takes no amount, found "${amount}"` : `${kind} takes one amount, found ${amount === undefined ? 'none' : `"${[amount, ...rest].join(' ')}"`}`, {
			hint: `For example: single-kube fault add etcd ${kind}${example === undefined ? '' : ` ${example}`}`,
		});
	}

	if (jitter !== undefined && kind !== 'latency') {
		throw new SingleKubeError('OPTION_INVALID', `--jitter belongs to latency, not to ${kind}`, {hint: 'For example: single-kube fault add etcd latency 200ms --jitter 50ms'});
	}

	return specOf(kind, amount ?? '', jitter);
}

function specOf(kind: FaultKind, amount: string, jitter: string | undefined): FaultSpec {
	switch (kind) {
		case 'pause':
		case 'stop':
		case 'kill':
		case 'cut': {
			return {kind};
		}

		case 'latency': {
			const milliseconds = parseDelay(amount);
			return {kind, milliseconds, jitter: jitter === undefined ? 0 : Math.min(milliseconds, parseDelay(jitter, '--jitter'))};
		}

		case 'limit-cpu': {
			return {kind, cores: parseCores(amount)};
		}

		case 'limit-memory': {
			return {kind, bytes: parseBytes(amount)};
		}
	}
}

/** @returns what parseFault reads: `latency 200ms --jitter 20ms` */
export function writeFault(spec: FaultSpec): string {
	switch (spec.kind) {
		case 'pause':
		case 'stop':
		case 'kill':
		case 'cut': {
			return spec.kind;
		}

		case 'latency': {
			return `latency ${writeDelay(spec.milliseconds)}${spec.jitter > 0 ? ` --jitter ${writeDelay(spec.jitter)}` : ''}`;
		}

		case 'limit-cpu': {
			return `limit-cpu ${spec.cores}`;
		}

		case 'limit-memory': {
			return `limit-memory ${writeBytes(spec.bytes)}`;
		}
	}
}

/** What was done to a component, continuing "etcd is": `paused`, `limited to 0.2 cores`. */
export function stateInWords(spec: FaultSpec): string {
	switch (spec.kind) {
		case 'pause': {
			return 'paused';
		}

		case 'stop': {
			return 'stopped';
		}

		case 'kill': {
			return 'killed';
		}

		case 'cut': {
			return 'cut from the network';
		}

		case 'latency': {
			return `delayed by ${writeDelay(spec.milliseconds)}${spec.jitter > 0 ? ` ± ${writeDelay(spec.jitter)}` : ''}`;
		}

		case 'limit-cpu': {
			return `limited to ${spec.cores} ${spec.cores === 1 ? 'core' : 'cores'}`;
		}

		case 'limit-memory': {
			return `limited to ${writeBytes(spec.bytes)} of memory`;
		}
	}
}

/** The command that makes it. @param forMs how long, in milliseconds */
export function addCommand(component: string, spec: FaultSpec, forMs?: number): string {
	return `single-kube fault add ${shortName(component)} ${writeFault(spec)}${forMs === undefined ? '' : ` --for ${Math.max(1, Math.round(forMs / 1000))}s`}`;
}

/** The command that undoes it. */
export function clearCommand({component, kind}: Pick<Fault, 'component'> & Partial<Pick<Fault, 'kind'>>): string {
	return `single-kube fault clear ${shortName(component)}${kind === undefined ? '' : ` ${kind}`}`;
}

/** As find-component takes it: `scheduler` of `kube-scheduler`, `kubelet` of `kubelet@node-1`: a node has one of each. */
export function shortName(component: string): string {
	return component.split('@')[0]!.replace(/^kube-(?!proxy$)/, '');
}
