/**
 * A cluster's authorities and service-account keys, kept in a volume that no component mounts, and the files that
 * components get from them. A key goes into the volume of the component that uses it, 0600, and nowhere else.
 */
import {dump} from 'js-yaml';
import type {EngineFile} from '../engine/files.ts';
import {SingleKubeError} from '../errors.ts';
import {renderKubeconfig} from '../kubeconfig/render.ts';
import {type Authority, createAuthority} from '../pki/authority.ts';
import {issueCertificate} from '../pki/issue.ts';
import {createServiceAccountKeys, type ServiceAccountKeys} from '../pki/service-account-keys.ts';
import type {AuthorityName, FileRequests} from '../plan/topology.ts';

export type Credentials = {
	readonly authorities: Readonly<Record<AuthorityName, Authority>>;
	readonly serviceAccount: ServiceAccountKeys;
};

export async function createCredentials(cluster: string): Promise<Credentials> {
	const [kubernetes, etcd, frontProxy, serviceAccount] = await Promise.all([
		createAuthority(`single-kube-${cluster}`), createAuthority(`single-kube-${cluster}-etcd`),
		createAuthority(`single-kube-${cluster}-front-proxy`), createServiceAccountKeys(),
	]);
	return {authorities: {kubernetes, etcd, 'front-proxy': frontProxy}, serviceAccount};
}

/** As files of the pki volume. */
export function storeCredentials({authorities, serviceAccount}: Credentials): EngineFile[] {
	return [
		...Object.entries(authorities).flatMap(([name, {certificate, key}]) => [
			{path: `${name}.crt`, content: certificate, mode: 0o644}, {path: `${name}.key`, content: key, mode: 0o600},
		]),
		{path: 'service-account.pub', content: serviceAccount.publicKey, mode: 0o644},
		{path: 'service-account.key', content: serviceAccount.privateKey, mode: 0o600},
	];
}

/**
 * @param files what the pki volume has
 * @returns undefined when it is empty: a cluster that is new
 * @throws SingleKubeError STATE_CORRUPT when only a part is there
 */
export function loadCredentials(cluster: string, files: ReadonlyMap<string, string>): Credentials | undefined {
	const wanted = storedNames.map(name => [name, files.get(name)] as const);
	if (wanted.every(([, content]) => content === undefined)) {
		return undefined;
	}

	const missing = wanted.filter(([, content]) => content === undefined || !content.includes('-----BEGIN '));
	if (missing.length > 0) {
		throw new SingleKubeError('STATE_CORRUPT', `the authorities of the cluster ${cluster} are damaged`, {
			seen: missing.map(([name]) => `${name} in the volume sk-${cluster}-pki is missing or no PEM file`),
			hint: `Make the cluster anew: single-kube delete --name ${cluster} && single-kube start --name ${cluster}`,
		});
	}

	const authority = (name: AuthorityName): Authority => ({certificate: files.get(`${name}.crt`)!, key: files.get(`${name}.key`)!});
	return {
		authorities: {kubernetes: authority('kubernetes'), etcd: authority('etcd'), 'front-proxy': authority('front-proxy')},
		serviceAccount: {publicKey: files.get('service-account.pub')!, privateKey: files.get('service-account.key')!},
	};
}

const storedNames = [
	...['kubernetes', 'etcd', 'front-proxy'].flatMap(name => [`${name}.crt`, `${name}.key`]), 'service-account.pub', 'service-account.key',
];

/** Every file that a component asks for, with paths relative to its config volume. */
export async function makeFiles(cluster: string, credentials: Credentials, requests: FileRequests): Promise<EngineFile[]> {
	const {authorities, serviceAccount} = credentials;
	const issued = await Promise.all(requests.certificates.map(async request => {
		const {certificate, key} = await issueCertificate(authorities[request.authority], request);
		return [publicFile(`pki/${request.name}.crt`, certificate), privateFile(`pki/${request.name}.key`, key)];
	}));
	return [
		...issued.flat(),
		...requests.trust.map(name => publicFile(`pki/${name === 'kubernetes' ? 'ca' : `${name}-ca`}.crt`, authorities[name].certificate)),
		...requests.signs.map(name => privateFile(`pki/${name === 'kubernetes' ? 'ca' : `${name}-ca`}.key`, authorities[name].key)),
		...requests.serviceAccount.map(half => half === 'public'
			? publicFile('pki/service-account.pub', serviceAccount.publicKey) : privateFile('pki/service-account.key', serviceAccount.privateKey)),
		...await kubeconfigFiles(cluster, credentials, requests.kubeconfig),
		...Object.entries(requests.files).map(([path, content]) => publicFile(path, printFile(path, content))),
	];
}

/** CNI reads JSON only; for all else YAML is what people expect to see. */
function printFile(path: string, content: unknown): string {
	if (typeof content === 'string') {
		return content;
	}

	return /\.(json|conf|conflist)$/.test(path) ? `${JSON.stringify(content, null, 2)}\n` : dump(content);
}

async function kubeconfigFiles(cluster: string, {authorities}: Credentials, request: FileRequests['kubeconfig']): Promise<EngineFile[]> {
	if (!request) {
		return [];
	}

	const client = await issueCertificate(authorities.kubernetes, {...request, usages: ['client']});
	return [
		privateFile('kubeconfig', renderKubeconfig({
			cluster, user: request.commonName, context: `${request.commonName}@${cluster}`, server: request.server ?? 'https://kube-apiserver:6443',
			certificateAuthority: authorities.kubernetes.certificate, clientCertificate: client.certificate, clientKey: client.key,
		})),
		...(request.clientFiles ? [publicFile('pki/client.crt', client.certificate), privateFile('pki/client.key', client.key)] : []),
	];
}

const publicFile = (path: string, content: string): EngineFile => ({path, content, mode: 0o644});
const privateFile = (path: string, content: string): EngineFile => ({path, content, mode: 0o600});
