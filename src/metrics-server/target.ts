/** What a request asks for, and what one has to be allowed for it. Pure. */

export const groupVersion = 'metrics.k8s.io/v1beta1';

/** What is read: one object by its name, or a list. */
export type Target =
	| {readonly kind: 'health'}
	| {readonly kind: 'document'; readonly path: string}
	| {readonly kind: 'nodes'; readonly name: string | undefined}
	| {readonly kind: 'pods'; readonly namespace: string | undefined; readonly name: string | undefined}
	| {readonly kind: 'unknown'; readonly path: string};

/** As in a SubjectAccessReview's spec. */
export type Attributes =
	| {readonly resourceAttributes: {readonly verb: string; readonly group: string; readonly version: string; readonly resource: string; readonly namespace?: string; readonly name?: string}}
	| {readonly nonResourceAttributes: {readonly verb: string; readonly path: string}};

const healthPaths: ReadonlySet<string> = new Set(['/healthz', '/livez', '/readyz']);
const documentPaths: ReadonlySet<string> = new Set(['/apis', '/apis/metrics.k8s.io', `/apis/${groupVersion}`, '/openapi/v2']);

/** @param pathname of the URL, percent-encoded as it came */
export function targetOf(pathname: string): Target {
	const path = pathname.replace(/(?<=.)\/+$/, '');
	if (healthPaths.has(path)) {
		return {kind: 'health'};
	}

	if (documentPaths.has(path)) {
		return {kind: 'document', path};
	}

	const parts = partsOf(path);
	const [resource, second, third, fourth] = parts;
	if (resource === 'nodes' && parts.length <= 2) {
		return {kind: 'nodes', name: second};
	}

	if (resource === 'pods' && parts.length === 1) {
		return {kind: 'pods', namespace: undefined, name: undefined};
	}

	return resource === 'namespaces' && third === 'pods' && parts.length <= 4
		? {kind: 'pods', namespace: second, name: fourth} : {kind: 'unknown', path};
}

function partsOf(path: string): string[] {
	const prefix = `/apis/${groupVersion}/`;
	const parts = path.startsWith(prefix) ? path.slice(prefix.length).split('/') : [];
	try {
		const decoded = parts.map(part => decodeURIComponent(part));
		// A name with a slash in it is none, and would become another path of the apiserver's.
		return decoded.every(part => /^[a-z\d]([-a-z\d.]*[a-z\d])?$/.test(part)) ? decoded : [];
	} catch {
		return [];
	}
}

/** @param method of HTTP */
export function attributesOf(target: Exclude<Target, {kind: 'health'}>, method: string): Attributes {
	switch (target.kind) {
		case 'document':
		case 'unknown': {
			return {nonResourceAttributes: {verb: method.toLowerCase(), path: target.path}};
		}

		case 'nodes':
		case 'pods': {
			const {name} = target;
			const namespace = target.kind === 'pods' ? target.namespace : undefined;
			return {
				resourceAttributes: {
					verb: verbOf(method, name !== undefined), group: 'metrics.k8s.io', version: 'v1beta1', resource: target.kind,
					...namespace === undefined ? {} : {namespace}, ...name === undefined ? {} : {name},
				},
			};
		}
	}
}

/** "Determine the request verb", Authorization overview, Kubernetes documentation. */
function verbOf(method: string, one: boolean): string {
	switch (method) {
		case 'GET':
		case 'HEAD': {
			return one ? 'get' : 'list';
		}

		case 'POST': {
			return 'create';
		}

		case 'PUT': {
			return 'update';
		}

		case 'DELETE': {
			return one ? 'delete' : 'deletecollection';
		}

		default: {
			return method.toLowerCase();
		}
	}
}
