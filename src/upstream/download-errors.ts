/** What a person is told when a file cannot be had. Pure. */
import {SingleKubeError} from '../errors.ts';

/** Why an address did not give the file; `seen`: the checksum of what it gave instead. */
export type Refusal = {readonly url: string; readonly reason: string; readonly expected?: string; readonly seen?: string};

export function nothingAnswered(name: string, refusals: readonly Refusal[]): SingleKubeError {
	return new SingleKubeError('DOWNLOAD_FAILED', `${name} could not be downloaded`, {seen: refusals.map(describe), hint: hintFor(refusals)});
}

export function checksumUnknown(name: string, refusals: readonly Refusal[]): SingleKubeError {
	return new SingleKubeError('DOWNLOAD_FAILED', `no checksum of ${name} could be had, and without one it is not used`, {
		seen: refusals.length === 0 ? ['none is known here, and none is published where it could be trusted'] : refusals.map(describe), hint: hintFor(refusals),
	});
}

export function checksumWrong(name: string, refusals: readonly Refusal[]): SingleKubeError {
	const url = refusals.find(({seen}) => seen !== undefined)!.url;
	return new SingleKubeError('CHECKSUM_WRONG', `${name} is not the file that it should be, from wherever it was downloaded`, {
		seen: refusals.map(describe), hint: `Something in between answers with a file of its own, or a copy is broken: see what is there: curl -L ${url} | sha256sum`,
	});
}

function describe({url, reason, expected, seen}: Refusal): string {
	return seen === undefined ? `${url}: ${reason}` : `${url}: SHA-256 ${seen}, expected ${expected!}`;
}

function hintFor(refusals: readonly Refusal[]): string {
	const url = refusals.at(-1)?.url;
	return `${url === undefined ? 'See' : `See whether it can be reached from here: curl -LI ${url}; see`} that HTTPS_PROXY and NO_PROXY are set where a proxy is needed, or name a mirror; what came already is kept`;
}
