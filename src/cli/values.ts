/** Values of options, checked before anything happens: each function takes the word and returns the value. */
import {InvalidArgumentError} from 'commander';
import {durationExpected, readDuration} from '../amounts.ts';
import {parseCidr} from '../cluster/cidr.ts';
import {type ImageName, runnableImages} from '../images/catalogue.ts';
import {sinceTime} from '../component-logs/line.ts';
import {parsePortSpec} from '../plan/ports.ts';

/** `90`, `90s`, `2m`, `1h` @returns seconds @throws InvalidArgumentError */
export function parseDuration(word: string): number {
	const seconds = readDuration(word);
	if (seconds === undefined) {
		throw new InvalidArgumentError(durationExpected);
	}

	return seconds;
}

/** `10m`, `1h30m`, or a time @returns milliseconds since the epoch @throws InvalidArgumentError */
export function parseSince(word: string): number {
	const time = sinceTime(word, Date.now());
	if (time === undefined) {
		throw new InvalidArgumentError('It takes how long ago, such as 10m or 1h30m, or a time such as 2026-11-22T10:00:00Z.');
	}

	return time;
}

/** As parseDuration, and what minikube and kind take: `0`, `all`, `none` @returns seconds @throws InvalidArgumentError */
export function parseWait(word: string): number | true {
	if (/^0[smh]?$|^none$|^false$/.test(word)) {
		return 0;
	}

	return /^all$|^true$/.test(word) ? true : parseDuration(word);
}

/** @throws InvalidArgumentError */
export function parsePort(word: string): number {
	const port = Number(word);
	if (!/^\d+$/.test(word) || port < 1 || port > 65_535) {
		throw new InvalidArgumentError('It takes a port from 1 to 65535.');
	}

	return port;
}

/** `redis,registry` @throws InvalidArgumentError */
export function parseImages(word: string): ImageName[] {
	const names = word.split(',').map(name => name.trim()).filter(name => name !== '');
	const unknown = names.find(name => !runnableImages.includes(name as ImageName));
	if (unknown !== undefined || names.length === 0) {
		throw new InvalidArgumentError(`It takes names of images, joined by commas: ${runnableImages.join(', ')}.`);
	}

	return names as ImageName[];
}

/** @throws InvalidArgumentError */
export function parseDigest(word: string): string {
	const digest = word.replace(/^sha256:/, '').toLowerCase();
	if (!/^[\da-f]{64}$/.test(digest)) {
		throw new InvalidArgumentError('It takes the 64 hexadecimal digits of a sha256.');
	}

	return digest;
}

/** @throws InvalidArgumentError */
export function parseCount(word: string): number {
	if (!/^\d{1,9}$/.test(word)) {
		throw new InvalidArgumentError('It takes a whole number from 0 on.');
	}

	return Number(word);
}

/** @throws InvalidArgumentError */
export function parseRange(word: string): string {
	try {
		parseCidr(word);
		return word;
	} catch (error) {
		throw new InvalidArgumentError(`It ${(error as Error).message}.`.replace('It expected', 'It takes').replace(/, found ".*"/, ''));
	}
}

/** One more port to publish. @throws InvalidArgumentError */
export function collectPorts(word: string, before: readonly string[] = []): string[] {
	try {
		parsePortSpec(word);
		return [...before, word];
	} catch (error) {
		throw new InvalidArgumentError(`It ${(error as Error).message}.`.replace('It expected', 'It takes').replace(/, found ".*?"(?=[.;])/, ''));
	}
}
