/** What etcd is asked about a pod, by its JSON API (etcd, "gRPC gateway"), and how it answers. Pure. */

/** Where the apiserver keeps pods, with the prefix that it has unless it is told otherwise. */
export function keyOfPod({namespace, name}: {readonly namespace: string; readonly name: string}): string {
	return `/registry/pods/${namespace}/${name}`;
}

export type EtcdValue = {readonly key: string; readonly revision: number; readonly created: number; readonly version: number; readonly bytes: number};

const pki = '/etc/kubernetes/pki/etcd';

/**
 * A command for the kubectl container, whose image has curl and whose credentials are those of the check of etcd's health.
 *
 * @param revisions of the pod; what etcd had there then. An answer is a line each
 */
export function rangeCommand(key: string, revisions: readonly number[]): string[] {
	const once = (revision: number): string[] => [
		'--silent', '--show-error', '--max-time', '2', '--write-out', String.raw`\n`, '--cacert', `${pki}-ca.crt`, '--cert', `${pki}-healthcheck-client.crt`, '--key', `${pki}-healthcheck-client.key`,
		'--data', JSON.stringify({key: Buffer.from(key).toString('base64'), revision: String(revision)}), 'https://etcd:2379/v3/kv/range',
	];
	return ['curl', ...revisions.flatMap((revision, index) => index === 0 ? once(revision) : ['--next', ...once(revision)])];
}

/** @returns those that etcd still has: old revisions are compacted away every five minutes */
export function readRange(printed: string): EtcdValue[] {
	return printed.split('\n').filter(line => line.startsWith('{')).flatMap(line => {
		const {kvs = []} = JSON.parse(line) as {readonly kvs?: ReadonlyArray<{readonly key: string; readonly create_revision: string; readonly mod_revision: string; readonly version: string; readonly value?: string}>};
		return kvs.map(({key, create_revision: created, mod_revision: revision, version, value = ''}) => ({
			key: Buffer.from(key, 'base64').toString('utf8'), created: Number(created), revision: Number(revision), version: Number(version), bytes: Buffer.from(value, 'base64').length,
		}));
	});
}
