/** The names under which a cluster stands in kubeconfigs: fixed, so that `delete` finds them again. */
export type KubeconfigNames = {readonly cluster: string; readonly user: string; readonly context: string};

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

export function kubeconfigNames(cluster: string): KubeconfigNames {
	const name = `single-kube-${cluster}`;
	return {cluster: name, context: name, user: `${name}-admin`};
}

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
