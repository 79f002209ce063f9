/** The files that a component will get, for one whose container is not made yet: what credentials.ts makes of its requests. Pure. */
import path from 'node:path';
import type {AuthorityName, Component} from '../plan/topology.ts';

export type ListedFile = {
	/** As the component sees it. */
	readonly path: string;
	readonly what: string;
};

export function requestedFiles({files, container, configVolume, name}: Component): ListedFile[] {
	const mount = container.mounts.find(mount => mount.kind === 'volume' && mount.volume === configVolume);
	if (!mount) {
		return [];
	}

	const authorityFile = (authority: AuthorityName, ending: string): string => `pki/${authority === 'kubernetes' ? 'ca' : `${authority}-ca`}.${ending}`;
	const {kubeconfig} = files;
	const listed: ListedFile[] = [
		...files.certificates.flatMap(certificate => [
			{path: `pki/${certificate.name}.crt`, what: `certificate of ${[...certificate.organizations.map(organization => `O=${organization}`), `CN=${certificate.commonName}`].join(', ')}, by the authority ${certificate.authority}`},
			{path: `pki/${certificate.name}.key`, what: 'private key, not shown'},
		]),
		...files.trust.map(authority => ({path: authorityFile(authority, 'crt'), what: `certificate of the authority ${authority}`})),
		...files.signs.map(authority => ({path: authorityFile(authority, 'key'), what: 'private key, not shown'})),
		...files.serviceAccount.map(half => half === 'public' ? {path: 'pki/service-account.pub', what: 'public key'} : {path: 'pki/service-account.key', what: 'private key, not shown'}),
		...kubeconfig === undefined ? [] : [{path: 'kubeconfig', what: `kubeconfig of ${kubeconfig.commonName}`}],
		...kubeconfig?.clientFiles ? [{path: 'pki/client.crt', what: `certificate of CN=${kubeconfig.commonName}`}, {path: 'pki/client.key', what: 'private key, not shown'}] : [],
		...Object.entries(files.files).map(([file, content]) => ({path: file, what: (content as {kind?: string} | null)?.kind ?? 'configuration'})),
		...name === 'agent' ? [{path: 'topology.json', what: 'what the cluster should be'}] : [],
	];
	return listed.map(file => ({...file, path: path.posix.join(mount.target, file.path)})).sort((a, b) => a.path < b.path ? -1 : 1);
}
