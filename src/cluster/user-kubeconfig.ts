/** The user's way in: an entry in their kubeconfig with a certificate of its own, and the same entry printed. */
import type {Engine} from '../engine/engine.ts';
import {SingleKubeError} from '../errors.ts';
import {homeDirectory} from '../home-directory.ts';
import {type KubeconfigEntry, kubeconfigNames} from '../kubeconfig/entry.ts';
import {hasKubeconfigEntry} from '../kubeconfig/has-entry.ts';
import {mergeKubeconfig} from '../kubeconfig/merge.ts';
import {removeFromKubeconfig} from '../kubeconfig/remove.ts';
import {renderKubeconfig} from '../kubeconfig/render.ts';
import {issueCertificate} from '../pki/issue.ts';
import {readAdmin} from './admin.ts';
import type {Credentials} from './credentials.ts';
import {readCredentials} from './deliver.ts';
import type {ClusterSpec} from './options.ts';
import {serverOf} from './server-of.ts';

/** Where the user's entry goes. */
export type KubeconfigPlace = {
	readonly env: NodeJS.ProcessEnv;
	/** In place of the usual ones. */
	readonly file: string | undefined;
	/** Where it was before: it is taken out there. */
	readonly formerFile: string | undefined;
	readonly keepContext: boolean;
};

/**
 * Write the cluster into the user's kubeconfig, unless it stands there already with the right authority and address.
 *
 * @returns the files that were written, joined for a person; undefined when nothing had to be
 * @throws SingleKubeError KUBECONFIG_INVALID, KUBECONFIG_LOCKED, …
 */
export async function writeUserKubeconfig(engine: Engine, cluster: string, spec: ClusterSpec, image: string, {env: usual, file, formerFile, keepContext}: KubeconfigPlace): Promise<string | undefined> {
	const env = file === undefined ? usual : {...usual, KUBECONFIG: file};
	const where = {env, home: homeDirectory(env)};
	if (formerFile !== undefined && formerFile !== file) {
		await removeFromKubeconfig(kubeconfigNames(cluster), {...where, env: {...usual, KUBECONFIG: formerFile}});
	}

	const {certificateAuthority} = await readAdmin(engine, cluster);
	if (hasKubeconfigEntry({...kubeconfigNames(cluster), server: serverOf(spec), certificateAuthority}, where)) {
		return undefined;
	}

	const written = await mergeKubeconfig(await userEntry(engine, cluster, spec, image), {...where, setCurrentContext: !keepContext});
	return written.length > 0 ? written.join(', ') : undefined;
}

/** A kubeconfig for the host, with a new certificate. @throws SingleKubeError CLUSTER_UNKNOWN when it has no authorities */
export async function printUserKubeconfig(engine: Engine, cluster: string, spec: ClusterSpec, image: string): Promise<string> {
	return renderKubeconfig(await userEntry(engine, cluster, spec, image));
}

/** A kubeconfig for containers in the cluster's network, where the apiserver has a name. @throws as printUserKubeconfig */
export async function printInternalKubeconfig(engine: Engine, cluster: string, spec: ClusterSpec, image: string): Promise<string> {
	return renderKubeconfig({...await userEntry(engine, cluster, spec, image), server: 'https://kube-apiserver:6443'});
}

/** The user's way in, with a new certificate. @throws SingleKubeError CLUSTER_UNKNOWN when it has no authorities */
export async function userEntry(engine: Engine, cluster: string, spec: ClusterSpec, image: string): Promise<KubeconfigEntry> {
	const credentials = await readCredentials(engine, cluster, image);
	if (!credentials) {
		throw new SingleKubeError('CLUSTER_UNKNOWN', `the cluster ${cluster} has no authorities yet`, {hint: `single-kube start --name ${cluster}`});
	}

	return issueUserEntry(credentials, cluster, spec);
}

/** With a new certificate of an administrator, for the port at which the apiserver is published. */
export async function issueUserEntry({authorities: {kubernetes}}: Credentials, cluster: string, spec: ClusterSpec): Promise<KubeconfigEntry> {
	const client = await issueCertificate(kubernetes, {commonName: 'single-kube-user', organizations: ['system:masters'], usages: ['client']});
	return {
		...kubeconfigNames(cluster), server: serverOf(spec),
		certificateAuthority: kubernetes.certificate, clientCertificate: client.certificate, clientKey: client.key,
	};
}
