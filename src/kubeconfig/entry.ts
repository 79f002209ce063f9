import type {KubeconfigNames} from './names.ts';

/** What a kubeconfig says of one cluster and of one user of it. */
export type KubeconfigEntry = KubeconfigNames & {
	/** `https://127.0.0.1:6443` */
	readonly server: string;
	/** PEM, like the two below. */
	readonly certificateAuthority: string;
	readonly clientCertificate: string;
	readonly clientKey: string;
	/** The namespace that kubectl uses when none is given; `default` where it is left out. */
	readonly namespace?: string;
};

export type Fields = Readonly<Record<string, string>>;

/** The three stanzas of an entry, as kubeconfig v1 names their fields ("kubeconfig (v1)", Kubernetes reference). */
export function stanzaFields(entry: KubeconfigEntry): {cluster: Fields; user: Fields; context: Fields} {
	return {
		cluster: {server: entry.server, 'certificate-authority-data': base64(entry.certificateAuthority)},
		user: {'client-certificate-data': base64(entry.clientCertificate), 'client-key-data': base64(entry.clientKey)},
		context: {
			cluster: entry.cluster,
			user: entry.user,
			...entry.namespace === undefined ? {} : {namespace: entry.namespace},
		},
	};
}

function base64(pem: string): string {
	return Buffer.from(pem).toString('base64');
}
