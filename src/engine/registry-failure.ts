/**
 * What went wrong between the engine and a registry. The engine passes on what the registry's client in it says, as a
 * status or as a line of text; only the text tells the cases apart. Pure.
 */
import {messageOf} from '../errors.ts';
import {statusOf} from './translate-errors.ts';

export type RegistryFailureKind =
	/** The registry answers, and has no such image. */
	| 'not-found'
	/** It wants to know who asks, or does not let them. */
	| 'denied'
	/** Its certificate is of an authority that the engine does not know. */
	| 'untrusted'
	/** Too many requests, or an error of its own: it may do better in a moment. */
	| 'busy'
	/** The connection broke, or nothing came any more. */
	| 'dropped'
	/** No answer at all: no such host, refused, no route, no TLS, too late. */
	| 'unreachable'
	/** What came is not what the digest promises. */
	| 'corrupt'
	| 'other';

export type RegistryFailure = {readonly kind: RegistryFailureKind; readonly message: string};

/**
 * The first that fits counts. Most were seen on Docker 20.10. The words of the containerd image store ("failed to resolve
 * reference …", "failed precondition") are what it is known to say: no engine with that store was asked yet.
 */
const patterns: ReadonlyArray<readonly [RegExp, RegistryFailureKind]> = [
	[/verification failed for digest|unexpected commit (?:digest|size)|failed size validation|content digest .* not match|invalid checksum digest/i, 'corrupt'],
	[/signed by unknown authority|certificate is not trusted/i, 'untrusted'],
	[/toomanyrequests|too many requests|unexpected (?:HTTP )?status[^:]*: 5\d\d|\b(?:429|500|502|503|504) [A-Z]|(?:service|temporarily) unavailable|bad gateway/i, 'busy'],
	[/no basic auth credentials|unauthorized|authentication required|access (?:to the resource is )?denied|^denied\b|: denied\b|\b40[13] (?:Unauthorized|Forbidden)|insufficient_scope|authorization failed/i, 'denied'],
	[/manifest unknown|name unknown|no such manifest|repository .*not (?:found|known)|manifest .*not found|: not found$|404 Not Found/i, 'not-found'],
	[/no such host|connection refused|i\/o timeout|no route to host|network is unreachable|handshake timeout|deadline exceeded|Client\.Timeout|proxyconnect|server gave HTTP response to HTTPS client|x509:|tls: /i, 'unreachable'],
	[/EOF\b|connection reset|broken pipe|stream error|GOAWAY|connection was lost|use of closed network connection/i, 'dropped'],
];

/** @param error what an engine call threw, or the text of an error in its stream */
export function registryFailure(error: unknown): RegistryFailure {
	const message = messageOf(error).replace(/^\(HTTP code \d+\) [\w ]+ - /, '').trim();
	const found = patterns.find(([pattern]) => pattern.test(message))?.[1];
	return {kind: found ?? byStatus[statusOf(error) ?? 0] ?? 'other', message};
}

const byStatus: Readonly<Record<number, RegistryFailureKind>> = {401: 'denied', 403: 'denied', 404: 'not-found', 429: 'busy', 502: 'busy', 503: 'busy', 504: 'busy'};

/** Whether the same question may be answered in a moment. */
export const mayPass = ({kind}: RegistryFailure): boolean => kind === 'busy' || kind === 'dropped';
