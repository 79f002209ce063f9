/** Whether somebody may do something: the apiserver decides ("SubjectAccessReview", Kubernetes API reference). */
import type {Api, ApiObject} from '../api/api.ts';
import {Failure} from './failure.ts';
import type {Requester} from './requester.ts';
import type {Attributes} from './target.ts';

/** @throws Failure 403 in the apiserver's words */
export type Authorize = (requester: Requester, attributes: Attributes, signal: AbortSignal) => Promise<void>;

type Review = ApiObject & {readonly status?: {readonly allowed?: boolean; readonly reason?: string}};
type Decision = {readonly allowed: boolean; readonly reason: string; readonly until: number};

/** How long a decision is remembered: the autoscaler asks several times in a row. */
const rememberMs = 10_000;
const remembered = 500;

/** @param now milliseconds, for tests */
export function createAuthorize(api: Pick<Api, 'create'>, now: () => number = Date.now): Authorize {
	const decisions = new Map<string, Decision>();
	return async (requester, attributes, signal) => {
		// The apiserver allows this group everything, and asks as it whether we are there.
		if (requester.groups.includes('system:masters')) {
			return;
		}

		const key = JSON.stringify([requester, attributes]);
		const known = decisions.get(key);
		const decision = known && known.until > now() ? known : await review(api, requester, attributes, now() + rememberMs, signal);
		decisions.delete(key);
		decisions.set(key, decision);
		for (const oldest of [...decisions.keys()].slice(0, Math.max(0, decisions.size - remembered))) {
			decisions.delete(oldest);
		}

		if (!decision.allowed) {
			throw new Failure(403, 'Forbidden', `${inWords(requester, attributes)}${decision.reason === '' ? '' : `: ${decision.reason}`}`);
		}
	};
}

async function review(api: Pick<Api, 'create'>, {user, groups, extra}: Requester, attributes: Attributes, until: number, signal: AbortSignal): Promise<Decision> {
	const answer = await api.create<Review>('/apis/authorization.k8s.io/v1/subjectaccessreviews', {
		apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec: {user, groups, extra, ...attributes},
	}, signal);
	return {allowed: answer.status?.allowed === true, reason: answer.status?.reason ?? '', until};
}

/** As the apiserver words it. */
function inWords({user}: Requester, attributes: Attributes): string {
	if ('nonResourceAttributes' in attributes) {
		const {verb, path} = attributes.nonResourceAttributes;
		return `forbidden: User "${user}" cannot ${verb} path "${path}"`;
	}

	const {verb, resource, group, name, namespace} = attributes.resourceAttributes;
	const what = `${resource}.${group}${name === undefined ? '' : ` "${name}"`}`;
	const where = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
	return `${what} is forbidden: User "${user}" cannot ${verb} resource "${resource}" in API group "${group}" ${where}`;
}
