/** What extends an apiserver from inside its cluster: a pod with admission webhooks and an aggregated API behind one Service. */
import {readFile} from 'node:fs/promises';
import {createAuthority} from '../../src/pki/authority.ts';
import {issueCertificate} from '../../src/pki/issue.ts';
import {applyManifest, type TestCluster} from './cluster.ts';

export const extensionLabel = 'app=extension';
/** Its objects are shown to the webhooks; no other namespace's are. */
const watched = 'watched';
const apiPath = '/apis/extension.single-kube.test/v1';

export async function applyExtension({cluster, kubectl}: TestCluster): Promise<void> {
	const authority = await createAuthority('extension');
	const {certificate, key} = await issueCertificate(authority, {commonName: 'extension', usages: ['server'], dnsNames: ['extension.default.svc']});
	const frontProxy = await kubectl('get', 'configmap', 'extension-apiserver-authentication', '-n', 'kube-system', '-o', 'jsonpath={.data.requestheader-client-ca-file}');
	const items = manifests({
		image: cluster.images['agent']!, server: await readFile(new URL('extension-server.mjs', import.meta.url), 'utf8'),
		caBundle: Buffer.from(authority.certificate).toString('base64'), files: {'tls.crt': certificate, 'tls.key': key, 'front-proxy-ca.crt': `${frontProxy}\n`},
	});
	await applyManifest(cluster.engine, cluster.name, JSON.stringify({apiVersion: 'v1', kind: 'List', items}));
}

/** Each way in which the apiserver reaches the pod, tried once. @returns true, or what the first that fails says */
export async function extensionAnswers({kubectl}: TestCluster): Promise<true | string> {
	const create = async (name: string): Promise<string> =>
		kubectl('create', 'configmap', name, '-n', watched, '--dry-run=server', '-o', 'jsonpath={.metadata.annotations.mutated}').catch((error: Error) => error.message);
	const mutated = await create('allowed');
	if (mutated !== 'yes') {
		return `the mutating webhook: ${mutated}`;
	}

	const refused = await create('forbidden');
	if (!refused.includes('no object may be named forbidden')) {
		return `the validating webhook: ${refused}`;
	}

	const {spec} = JSON.parse(await kubectl('get', '--raw', `${apiPath}/namespaces/default/greetings/hello`)) as {spec: {user: string; proven: boolean}};
	if (spec.user !== 'kubernetes-admin' || !spec.proven) {
		return `the aggregated API was asked by ${JSON.stringify(spec)}`;
	}

	const page = await kubectl('get', '--raw', '/api/v1/namespaces/default/services/https:extension:443/proxy/page');
	return page.includes('from the pod') || `the Service's proxy: ${page}`;
}

type Parts = {readonly image: string; readonly server: string; readonly caBundle: string; readonly files: Readonly<Record<string, string>>};

function manifests({image, server, caBundle, files}: Parts): object[] {
	const metadata = {name: 'extension', namespace: 'default'};
	const labels = {app: 'extension'};
	const webhook = (path: string): object => ({
		name: `${path}.extension.single-kube.test`, failurePolicy: 'Fail', sideEffects: 'None', admissionReviewVersions: ['v1'], timeoutSeconds: 5,
		clientConfig: {service: {...metadata, path: `/${path}`}, caBundle}, namespaceSelector: {matchLabels: {watched: 'yes'}},
		rules: [{apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps']}],
	});
	return [
		{apiVersion: 'v1', kind: 'Secret', metadata, stringData: files},
		{apiVersion: 'v1', kind: 'ConfigMap', metadata, data: {'server.mjs': server}},
		{
			apiVersion: 'apps/v1', kind: 'Deployment', metadata,
			spec: {
				selector: {matchLabels: labels},
				template: {metadata: {labels}, spec: {
					terminationGracePeriodSeconds: 1,
					containers: [{
						name: 'server', image, imagePullPolicy: 'Never', command: ['node', '/server/server.mjs'],
						readinessProbe: {httpGet: {scheme: 'HTTPS', port: 8443, path: '/page'}, periodSeconds: 1},
						volumeMounts: [{name: 'server', mountPath: '/server'}, {name: 'certificates', mountPath: '/certificates'}],
					}],
					volumes: [{name: 'server', configMap: {name: metadata.name}}, {name: 'certificates', secret: {secretName: metadata.name}}],
				}},
			},
		},
		{apiVersion: 'v1', kind: 'Service', metadata, spec: {selector: labels, ports: [{port: 443, targetPort: 8443}]}},
		{apiVersion: 'v1', kind: 'Namespace', metadata: {name: watched, labels: {watched: 'yes'}}},
		{apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingWebhookConfiguration', metadata: {name: 'extension'}, webhooks: [webhook('validate')]},
		{apiVersion: 'admissionregistration.k8s.io/v1', kind: 'MutatingWebhookConfiguration', metadata: {name: 'extension'}, webhooks: [webhook('mutate')]},
		{
			apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', metadata: {name: 'v1.extension.single-kube.test'},
			spec: {group: 'extension.single-kube.test', version: 'v1', groupPriorityMinimum: 100, versionPriority: 100, service: metadata, caBundle},
		},
	];
}
