/**
 * Which files kubectl reads and writes. The rules are client-go's, `PathOptions` and `ModifyConfig` in
 * tools/clientcmd/config.go, and stand in the help of `kubectl config`.
 */
import {existsSync} from 'node:fs';
import path from 'node:path';

/**
 * The user's kubeconfig files, the one that counts most first: those of `$KUBECONFIG`, each once, or `~/.kube/config`.
 * The first file that defines a cluster, a user or a context, or that sets a current context, wins over those behind it.
 */
export function kubeconfigPaths(env: Readonly<Record<string, string | undefined>>, home: string): readonly string[] {
	const listed = new Set((env['KUBECONFIG'] ?? '').split(path.delimiter).filter(file => file !== ''));
	return listed.size > 0 ? [...listed] : [path.join(home, '.kube', 'config')];
}

/** Where something new is written, a current context included: the first file that exists, or else the last of the list. */
export function defaultKubeconfigPath(paths: readonly string[]): string {
	const file = paths.find(candidate => existsSync(candidate)) ?? paths.at(-1);
	if (file === undefined) {
		throw new RangeError('the list of kubeconfig files is empty');
	}

	return file;
}

/** Those that exist; there is nothing to take out of the others, nor a directory to make for their locks. */
export function existingKubeconfigPaths(paths: readonly string[]): readonly string[] {
	return paths.filter(file => existsSync(file));
}
