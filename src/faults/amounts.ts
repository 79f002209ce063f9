/** The amounts that faults have, as people write them: `200ms`, `0.2` cores, `300M`. Pure. */
import {readBytes, readCores} from '../amounts.ts';
import {SingleKubeError} from '../errors.ts';

const mebibyte = 1024 ** 2;
const units: Readonly<Record<string, number>> = {k: 1024, m: mebibyte, g: 1024 ** 3};
/** Below 6 MiB the engine refuses ("Minimum memory limit allowed is 6MB"), below 1 ms of 100 the kernel does. */
const smallest = {bytes: 6 * mebibyte, cores: 0.01};
/** An answer that takes longer is no answer to anybody in Kubernetes. */
const longestDelay = 60_000;

/** `200ms`, `1s`, `0.5s`; a number alone is milliseconds. @returns milliseconds @throws SingleKubeError OPTION_INVALID */
export function parseDelay(text: string, what = 'latency'): number {
	const match = /^(\d+(?:\.\d+)?)(ms|s)?$/.exec(text.trim());
	const milliseconds = Math.round(Number(match?.[1]) * (match?.[2] === 's' ? 1000 : 1));
	if (!match || milliseconds < 1 || milliseconds > longestDelay) {
		throw invalid(`${what} takes a time such as 200ms or 1s, from 1ms to 60s`, text, 'single-kube fault add etcd latency 200ms');
	}

	return milliseconds;
}

/** `0.2`, `2`, `200m`. @returns cores @throws SingleKubeError OPTION_INVALID */
export function parseCores(text: string): number {
	const cores = readCores(text);
	if (cores === undefined || cores < smallest.cores) {
		throw invalid(`limit-cpu takes a number of cores such as 0.2 or 200m, from ${smallest.cores} on`, text, 'single-kube fault add apiserver limit-cpu 0.2');
	}

	return cores;
}

/** `300M`, `300Mi`, `1G`; as readBytes reads it. @returns bytes @throws SingleKubeError OPTION_INVALID */
export function parseBytes(text: string): number {
	const bytes = readBytes(text);
	if (bytes === undefined || bytes < smallest.bytes) {
		throw invalid('limit-memory takes an amount such as 300M or 1G, from 6M on', text, 'single-kube fault add etcd limit-memory 300M');
	}

	return bytes;
}

/** @returns what parseDelay reads: `200ms`, `1.5s` */
export function writeDelay(milliseconds: number): string {
	return milliseconds < 1000 ? `${milliseconds}ms` : `${milliseconds / 1000}s`;
}

/** @returns what parseBytes reads, exactly where that is short: `300M`, `1.5G` */
export function writeBytes(bytes: number): string {
	const unit = ['g', 'm'].find(name => bytes >= units[name]! && (bytes * 100) % units[name]! === 0) ?? 'k';
	return `${Math.floor(bytes / units[unit]! * 1000) / 1000}${unit.toUpperCase()}`;
}

function invalid(expected: string, found: string, example: string): SingleKubeError {
	return new SingleKubeError('OPTION_INVALID', `${expected}, found "${found}"`, {hint: `For example: ${example}`});
}
