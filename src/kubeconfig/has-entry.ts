import {findStanzas} from './document.ts';
import type {KubeconfigNames} from './entry.ts';
import {readKubeconfig} from './files.ts';
import {existingKubeconfigPaths, kubeconfigPaths} from './paths.ts';

/**
 * Whether the user's kubeconfig has this cluster, with this address and this authority, its user and its context.
 *
 * @throws SingleKubeError KUBECONFIG_INVALID when a file cannot be read or is none
 */
export function hasKubeconfigEntry(
	entry: KubeconfigNames & {readonly server: string; readonly certificateAuthority: string}, where: {readonly env: NodeJS.ProcessEnv; readonly home: string},
): boolean {
	const documents = existingKubeconfigPaths(kubeconfigPaths(where.env, where.home))
		.map(file => readKubeconfig(file));
	const has = (kind: 'cluster' | 'user' | 'context', name: string): boolean => documents.some(document => findStanzas(document, kind, name).length > 0);
	const [cluster] = documents.flatMap(document => findStanzas(document, 'cluster', entry.cluster));
	return has('user', entry.user) && has('context', entry.context)
		&& cluster?.getIn(['cluster', 'server']) === entry.server
		&& cluster.getIn(['cluster', 'certificate-authority-data']) === Buffer.from(entry.certificateAuthority).toString('base64');
}
