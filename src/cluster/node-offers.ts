/**
 * `--memory` and `--cpus`: what a node offers its pods. A node is the engine's whole machine, so the rest of it is reserved
 * ("Reserve Compute Resources for System Daemons", Kubernetes documentation). Pure.
 */
import {readBytes, readCores} from '../amounts.ts';
import {SingleKubeError} from '../errors.ts';
import type {NodeOffers} from '../plan/topology.ts';
import type {ClusterOptions} from './options.ts';

/** What an engine's machine has. */
export type Machine = {readonly memoryBytes: number; readonly cpus: number};

const mebibyte = 1024 ** 2;
/** Pods of a node that has less hardly start; minikube refuses less than that many mebibytes, too, if not all. */
const smallest = {memory: 512 * mebibyte, cpus: 0.1};
/** Below this the kubelet evicts (compose/kubelet.yaml), which it takes off what it offers. */
const evictsBelow = 100 * mebibyte;

/**
 * `4g`, `512m`, `4Gi`; a number alone is mebibytes, as minikube has it.
 *
 * @returns bytes; undefined for `max` and `no-limit` @throws SingleKubeError OPTION_INVALID
 */
export function parseMemory(text: string): number | undefined {
	if (isUnlimited(text)) {
		return undefined;
	}

	const bytes = readBytes(text);
	if (bytes === undefined) {
		throw new SingleKubeError('OPTION_INVALID', `--memory takes an amount such as 4g or 2048m, or max, found "${text}"`, {hint: 'For example: --memory 4g'});
	}

	if (bytes < smallest.memory) {
		throw new SingleKubeError('OPTION_INVALID', `--memory ${text} is too little for a node: ${inWords(bytes)}`, {hint: `From ${inWords(smallest.memory)} on: --memory 2g`});
	}

	return bytes;
}

/** `2`, `1.5`, `500m`. @returns cores; undefined for `max` and `no-limit` @throws SingleKubeError OPTION_INVALID */
export function parseCpus(text: string): number | undefined {
	if (isUnlimited(text)) {
		return undefined;
	}

	// Kubernetes counts in thousandths of a core.
	const cpus = /\.\d{4}/.test(text) ? undefined : readCores(text);
	if (cpus === undefined) {
		throw new SingleKubeError('OPTION_INVALID', `--cpus takes a number of cores such as 2 or 1.5, or max, found "${text}"`, {hint: 'For example: --cpus 2'});
	}

	if (cpus < smallest.cpus) {
		throw new SingleKubeError('OPTION_INVALID', `--cpus ${text} is too little for a node`, {hint: `From ${smallest.cpus} on: --cpus 1`});
	}

	return cpus;
}

/** What was said now, else what was said before. @throws SingleKubeError OPTION_INVALID */
export function settleOffers({memory, cpus}: Pick<ClusterOptions, 'memory' | 'cpus'>, before: NodeOffers = {}): NodeOffers | undefined {
	const settled = {
		memory: memory === undefined ? before.memory : parseMemory(memory),
		cpus: cpus === undefined ? before.cpus : parseCpus(cpus),
	};
	const said = Object.entries(settled).filter(([, value]) => value !== undefined);
	return said.length === 0 ? undefined : Object.fromEntries(said) as NodeOffers;
}

/**
 * @returns the kubelet's `systemReserved`: all that the node does not offer
 * @throws SingleKubeError OPTION_INVALID when that is more than its machine has
 */
export function reserved({memory, cpus}: NodeOffers, machine: Machine): Record<string, string> {
	if (memory !== undefined && memory > machine.memoryBytes) {
		throw new SingleKubeError('OPTION_INVALID', `--memory asks for ${inWords(memory)}, and the engine's machine has ${inWords(machine.memoryBytes)}`, {hint: 'All that it has: --memory max'});
	}

	if (cpus !== undefined && cpus > machine.cpus) {
		throw new SingleKubeError('OPTION_INVALID', `--cpus asks for ${cpus}, and the engine's machine has ${machine.cpus}`, {hint: 'All that it has: --cpus max'});
	}

	return {
		...memory === undefined ? {} : {memory: String(Math.max(0, machine.memoryBytes - memory - evictsBelow))},
		...cpus === undefined ? {} : {cpu: `${Math.round((machine.cpus - cpus) * 1000)}m`},
	};
}

function isUnlimited(text: string): boolean {
	return ['max', 'no-limit'].includes(text.trim().toLowerCase());
}

function inWords(bytes: number): string {
	return bytes >= 1024 * mebibyte ? `${Number((bytes / 1024 / mebibyte).toFixed(1))} GiB` : `${Number((bytes / mebibyte).toFixed(1))} MiB`;
}
