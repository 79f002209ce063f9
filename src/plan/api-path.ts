/** Where an object of Kubernetes' API is found. Pure. */

/** The kinds that compose/ may name, as the API's paths write them; `true` for those that live in a namespace. */
const resources: Readonly<Record<string, readonly [plural: string, namespaced: boolean]>> = {
	APIService: ['apiservices', false],
	ClusterRole: ['clusterroles', false],
	ClusterRoleBinding: ['clusterrolebindings', false],
	ConfigMap: ['configmaps', true],
	Endpoints: ['endpoints', true],
	IngressClass: ['ingressclasses', false],
	Namespace: ['namespaces', false],
	Role: ['roles', true],
	RoleBinding: ['rolebindings', true],
	Service: ['services', true],
	ServiceAccount: ['serviceaccounts', true],
	StorageClass: ['storageclasses', false],
};

/**
 * @returns `/apis/rbac.authorization.k8s.io/v1/clusterroles/system:dns` ("API terminology", Kubernetes documentation)
 * @throws RangeError when the kind is not in the table, or a namespace is missing or too much
 */
export function apiPath({apiVersion, kind, metadata}: {readonly apiVersion: string; readonly kind: string; readonly metadata: {readonly name: string; readonly namespace?: string | undefined}}): string {
	const resource = resources[kind];
	if (!resource) {
		throw new RangeError(`expected a kind of ${Object.keys(resources).join(', ')}, found ${kind}`);
	}

	const [plural, namespaced] = resource;
	if (namespaced !== (metadata.namespace !== undefined)) {
		throw new RangeError(`expected ${kind} ${metadata.name} ${namespaced ? 'with' : 'without'} a namespace`);
	}

	const group = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
	return `${group}${namespaced ? `/namespaces/${metadata.namespace}` : ''}/${plural}/${encodeURIComponent(metadata.name)}`;
}
