/** Who asks, as the aggregator says it ("Configure the Aggregation Layer", Kubernetes documentation). Pure. */

/** A user of Kubernetes as a SubjectAccessReview names it. */
export type Requester = {
	readonly user: string;
	readonly groups: readonly string[];
	readonly extra: Readonly<Record<string, readonly string[]>>;
};

/** What TLS found out about a connection. */
export type Client = {
	/** Whether its certificate is signed by the front-proxy authority and valid. */
	readonly verified: boolean;
	readonly commonName: string | undefined;
};

/** Header names in lower case, with each value that was sent. */
export type Headers = Readonly<Record<string, readonly string[] | undefined>>;

const extraPrefix = 'x-remote-extra-';

const authenticated = 'system:authenticated';
const unauthenticated = 'system:unauthenticated';

/**
 * The headers are believed from the aggregator alone: anybody else could write them.
 *
 * @param allowedNames common names that the aggregator's certificate may have
 * @returns undefined when nobody whom we may believe asks
 */
export function requesterOf({verified, commonName}: Client, headers: Headers, allowedNames: readonly string[]): Requester | undefined {
	const user = headers['x-remote-user']?.[0] ?? '';
	if (!verified || commonName === undefined || !allowedNames.includes(commonName) || user === '') {
		return undefined;
	}

	return {
		user,
		groups: withAuthenticated(user, headers['x-remote-group'] ?? []),
		extra: Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith(extraPrefix))
			.map(([name, values]) => [unescaped(name.slice(extraPrefix.length)), values ?? []])),
	};
}

/**
 * As every apiserver does (k8s.io/apiserver, AuthenticatedGroupAdder): the aggregator asks for discovery, from 1.26 on, and for
 * OpenAPI as users of its own without a group, and the role `system:discovery` is bound to this one.
 */
function withAuthenticated(user: string, groups: readonly string[]): readonly string[] {
	return user === 'system:anonymous' || groups.includes(authenticated) || groups.includes(unauthenticated) ? groups : [...groups, authenticated];
}

/** Keys are percent-encoded where a header's name cannot have them as they are. */
function unescaped(key: string): string {
	try {
		return decodeURIComponent(key);
	} catch {
		return key;
	}
}
