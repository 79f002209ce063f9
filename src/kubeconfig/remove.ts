import {lstatSync} from 'node:fs';
import {isMap, isScalar, isSeq} from 'yaml';
import {currentContext, findStanzas, isEmptyNode, type KubeconfigDocument, printKubeconfig, setCurrentContext, stanzaList} from './document.ts';
import type {KubeconfigNames} from './entry.ts';
import {readKubeconfig, removeKubeconfig, writeKubeconfig} from './files.ts';
import {type LockOptions, withKubeconfigLocks} from './lock.ts';
import {existingKubeconfigPaths, kubeconfigPaths} from './paths.ts';

export type RemoveOptions = LockOptions & {
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly home: string;
};

/**
 * Take a cluster, its user and its context out of every kubeconfig file of the user. A current context that named it
 * becomes empty: which one a person wants next is theirs to say. A file that then says nothing at all goes too, as
 * `merge` may have made it, and kubectl treats a missing file and an empty one alike; a symbolic link is left.
 *
 * @returns the files that were changed or removed
 * @throws SingleKubeError KUBECONFIG_INVALID, KUBECONFIG_LOCKED or KUBECONFIG_NOT_WRITABLE
 */
export async function removeFromKubeconfig(names: KubeconfigNames, options: RemoveOptions): Promise<readonly string[]> {
	const paths = existingKubeconfigPaths(kubeconfigPaths(options.env, options.home));
	return withKubeconfigLocks(paths, () => {
		const changed = paths.map(file => readKubeconfig(file)).filter(document => takeOut(document, names));
		for (const document of changed) {
			if (saysNothing(document) && !lstatSync(document.file).isSymbolicLink()) {
				removeKubeconfig(document.file);
			} else {
				writeKubeconfig(document);
			}
		}

		return changed.map(document => document.file);
	}, options);
}

/** @returns whether anything changed */
function takeOut(document: KubeconfigDocument, names: KubeconfigNames): boolean {
	let changed = false;
	for (const kind of ['cluster', 'user', 'context'] as const) {
		const found = new Set(findStanzas(document, kind, names[kind]));
		const list = stanzaList(document, kind);
		if (list && found.size > 0) {
			list.items = list.items.filter(item => !found.has(item));
			changed = true;
		}
	}

	if (currentContext(document) === names.context) {
		setCurrentContext(document, '');
		changed = true;
	}

	return changed;
}

function saysNothing(document: KubeconfigDocument): boolean {
	const {contents} = document.yaml;
	const hasComments = printKubeconfig(document).includes('#');
	return !hasComments && isMap(contents) && contents.items.every(
		({key, value}) => isScalar(key) && (['apiVersion', 'kind'].includes(String(key.value)) || isBlank(value)),
	);
}

function isBlank(node: unknown): boolean {
	return isEmptyNode(node) || isScalar(node) && node.value === '' || (isMap(node) || isSeq(node)) && node.items.length === 0;
}
