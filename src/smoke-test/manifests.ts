/** The objects that the smoke test applies, as the API takes them. Pure. */

const app = {app: 'nginx'};

/** The label selector of the pods, for a path. */
export const podSelector = 'labelSelector=app%3Dnginx';

export type Manifest = {readonly path: string; readonly object: object};

export function namespaceManifest(namespace: string): Manifest {
	return {path: '/api/v1/namespaces', object: {apiVersion: 'v1', kind: 'Namespace', metadata: {name: namespace}}};
}

/** @param image a reference that the engine has: nothing is ever pulled */
export function workloadManifests(namespace: string, image: string): Manifest[] {
	return [
		{path: `/api/v1/namespaces/${namespace}/serviceaccounts`, object: serviceAccount},
		{path: `/apis/apps/v1/namespaces/${namespace}/deployments`, object: deployment(image)},
		{path: `/api/v1/namespaces/${namespace}/services`, object: service},
	];
}

/** Of its own, because the namespace's default one is made some time after the namespace. Nginx needs no token. */
const serviceAccount = {apiVersion: 'v1', kind: 'ServiceAccount', metadata: {name: 'nginx'}, automountServiceAccountToken: false};

const deployment = (image: string): object => ({
	apiVersion: 'apps/v1',
	kind: 'Deployment',
	metadata: {name: 'nginx', labels: app},
	spec: {
		replicas: 2,
		selector: {matchLabels: app},
		template: {
			metadata: {labels: app},
			spec: {
				serviceAccountName: 'nginx',
				automountServiceAccountToken: false,
				// Whoever asks is gone when the test ends; there is nothing to say goodbye to.
				terminationGracePeriodSeconds: 1,
				containers: [{name: 'nginx', image, imagePullPolicy: 'IfNotPresent', ports: [{containerPort: 80}]}],
			},
		},
	},
});

/** The apiserver chooses the cluster address and the node port. */
const service = {
	apiVersion: 'v1', kind: 'Service', metadata: {name: 'nginx', labels: app},
	spec: {type: 'NodePort', selector: app, ports: [{port: 80, targetPort: 80}]},
};
