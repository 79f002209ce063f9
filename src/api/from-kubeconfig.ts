import {readFile} from 'node:fs/promises';
import {load} from 'js-yaml';
import {type Api, createApi} from './api.ts';

/** A kubeconfig as this project writes it: one entry, credentials inline. */
type Kubeconfig = {
	readonly clusters: ReadonlyArray<{readonly cluster: {readonly server: string; readonly 'certificate-authority-data': string}}>;
	readonly users: ReadonlyArray<{readonly user: {readonly 'client-certificate-data': string; readonly 'client-key-data': string}}>;
};

/**
 * For our programs in containers.
 *
 * @param file a component's `/etc/kubernetes/kubeconfig`
 * @param server instead of the file's, which only the cluster's network can resolve
 * @throws Error when it cannot be read
 */
export async function apiFromKubeconfig(file: string, server?: string): Promise<Api> {
	const {clusters: [cluster], users: [user]} = load(await readFile(file, 'utf8')) as Kubeconfig;
	const decode = (data: string): string => Buffer.from(data, 'base64').toString('utf8');
	return createApi({
		server: server ?? cluster!.cluster.server,
		certificateAuthority: decode(cluster!.cluster['certificate-authority-data']),
		clientCertificate: decode(user!.user['client-certificate-data']),
		clientKey: decode(user!.user['client-key-data']),
	});
}
