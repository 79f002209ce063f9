import {chmod, mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {ExecutionContext} from 'ava';
import {type KubeconfigEntry, kubeconfigNames} from '../../src/kubeconfig/entry.ts';

/** A home directory for one test, gone after it. */
export async function makeHome(t: ExecutionContext): Promise<{home: string; config: string}> {
	const home = await mkdtemp(path.join(tmpdir(), 'single-kube-home-'));
	t.teardown(async () => {
		await chmod(home, 0o700);
		await rm(home, {recursive: true});
	});
	return {home, config: path.join(home, '.kube', 'config')};
}

export async function put(file: string, text: string, mode = 0o600): Promise<void> {
	await mkdir(path.dirname(file), {recursive: true});
	await writeFile(file, text);
	await chmod(file, mode);
}

export function makeEntry(cluster: string, changes: Partial<KubeconfigEntry> = {}): KubeconfigEntry {
	return {
		...kubeconfigNames(cluster),
		server: 'https://127.0.0.1:6443',
		certificateAuthority: `authority of ${cluster}`,
		clientCertificate: `certificate of ${cluster}`,
		clientKey: `key of ${cluster}`,
		...changes,
	};
}

/** A kubeconfig as people have them: comments, unknown fields, YAML 1.1 words, a cluster of another tool. */
export const foreignKubeconfig = `# mine, do not touch
apiVersion: v1
kind: Config
preferences: {}
clusters:
# the office
- cluster:
    server: https://office.example
    insecure-skip-tls-verify: yes # a shame
    x-unknown: 0123
  name: office
users:
- name: me
  user: {token: "123"}
contexts:
- context:
    cluster: office
    user: me
    extensions:
    - extension:
        last-update: Fri, 03 Jun 2022 10:00:00 CEST
      name: context_info
  name: office
current-context: office
x-other-tool:
  keep: [1, 2]
`;
