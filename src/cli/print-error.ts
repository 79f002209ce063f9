/** An error as a person reads it, and as JSON. Pure: run-program.ts writes it to standard error. */
import {type ErrorCode, type ErrorKind, SingleKubeError} from '../errors.ts';
import {exitCodes} from './exit-codes.ts';

export type ErrorFormat = {readonly json: boolean; readonly verbose: boolean};

/** What failed, what was seen, what to do; with `verbose` also what it came from. */
export function formatError(error: unknown, {json, verbose}: ErrorFormat): string {
	if (json) {
		return `${JSON.stringify({error: describe(error)})}\n`;
	}

	const lines = error instanceof SingleKubeError && error.kind !== 'bug' ? formatKnown(error) : formatBug(error);
	return `${[...lines, ...verbose ? causes(error).map(cause => `  from: ${cause}`) : []].join('\n')}\n`;
}

/** The section about a code, in the package's files: as an anchor GitHub makes of its heading. */
export function docsPage(code: ErrorCode): string {
	return `docs/errors.md#${code.toLowerCase()}`;
}

/** @returns 1 for whatever is not an error of ours */
export function exitCodeOf(error: unknown): number {
	return exitCodes[kindOf(error)];
}

function kindOf(error: unknown): ErrorKind {
	return error instanceof SingleKubeError ? error.kind : 'bug';
}

function formatKnown({code, message, because, seen, hint}: SingleKubeError): string[] {
	return [
		`error ${code}: ${message}`,
		...because === undefined ? [] : [`cause: ${because}`],
		...seen.flatMap(text => text.split('\n')).map(line => `  ${line}`),
		...hint === undefined ? [] : [`to do: ${hint}`],
		`more: single-kube explain ${code}`,
	];
}

function formatBug(error: unknown): string[] {
	return [
		`error BUG: ${error instanceof Error ? error.stack ?? error.message : String(error)}`,
		...error instanceof SingleKubeError ? error.seen.map(line => `  ${line}`) : [],
		'This is a mistake in single-kube, not yours.',
		'to do: report it with the lines above and what you did',
		'more: single-kube explain BUG',
	];
}

function describe(error: unknown): object {
	const known = error instanceof SingleKubeError ? {code: error.code, kind: error.kind, cause: error.because, seen: error.seen, fix: error.hint} : {code: 'BUG' as const, kind: 'bug', seen: [], fix: 'report it'};
	return {
		...known, docsPage: docsPage(known.code), exitCode: exitCodeOf(error), message: error instanceof Error ? error.message : String(error),
		causes: causes(error), ...kindOf(error) === 'bug' && error instanceof Error ? {stack: error.stack} : {},
	};
}

/** The messages of the errors that led to this one, nearest first. */
function causes(error: unknown): string[] {
	const messages: string[] = [];
	// A chain that leads back to itself would never end.
	for (let cause = causeOf(error); cause !== undefined && messages.length < 10; cause = causeOf(cause)) {
		messages.push(cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause));
	}

	return messages;
}

function causeOf(error: unknown): unknown {
	return error instanceof Error ? error.cause : undefined;
}
