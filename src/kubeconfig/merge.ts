import {isMap, type YAMLMap} from 'yaml';
import {
	currentContext, ensureStanzaList, findStanzas, type KubeconfigDocument, setCurrentContext, type StanzaKind,
} from './document.ts';
import {type Fields, type KubeconfigEntry, stanzaFields} from './entry.ts';
import {readKubeconfig, writeKubeconfig} from './files.ts';
import {type LockOptions, withKubeconfigLocks} from './lock.ts';
import {defaultKubeconfigPath, existingKubeconfigPaths, kubeconfigPaths} from './paths.ts';
import {createNodeForGo} from './yaml-for-go.ts';

export type MergeOptions = LockOptions & {
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly home: string;
	/** Whether kubectl shall talk to this cluster from now on. */
	readonly setCurrentContext: boolean;
};

/**
 * Add a cluster, its user and its context to the user's kubeconfig, or bring them up to date where they stand. Fields
 * that others have added to them, such as a context's namespace, stay; those that contradict ours go.
 *
 * @returns the files that were written: none when all was there already
 * @throws SingleKubeError KUBECONFIG_INVALID, KUBECONFIG_LOCKED or KUBECONFIG_NOT_WRITABLE; every file is then as it was,
 *   or, where several had to change and a later one could not be written, whole
 */
export async function mergeKubeconfig(entry: KubeconfigEntry, options: MergeOptions): Promise<readonly string[]> {
	const paths = kubeconfigPaths(options.env, options.home);
	const defaultPath = defaultKubeconfigPath(paths);
	const others = existingKubeconfigPaths(paths).filter(file => file !== defaultPath);
	return withKubeconfigLocks([defaultPath, ...others], () => {
		// The default path is the first that exists or the only one read, so this is kubectl's order of precedence.
		const fallback = readKubeconfig(defaultPath);
		const documents = [fallback, ...others.map(file => readKubeconfig(file))];
		const changed = new Set<KubeconfigDocument>();
		const fields = stanzaFields(entry);
		for (const kind of ['cluster', 'user', 'context'] as const) {
			// As kubectl: a stanza is changed in the file that defines it, a new one goes into the default file.
			const document = documents.find(candidate => findStanzas(candidate, kind, entry[kind]).length > 0) ?? fallback;
			if (putStanza(document, kind, entry[kind], fields[kind])) {
				changed.add(document);
			}
		}

		if (options.setCurrentContext && documents.map(document => currentContext(document)).find(context => context !== '') !== entry.context) {
			setCurrentContext(fallback, entry.context);
			changed.add(fallback);
		}

		for (const document of changed) {
			writeKubeconfig(document);
		}

		return [...changed].map(document => document.file);
	}, options);
}

/** Fields that say the same as ours in another way; kubectl refuses some of them next to ours, and prefers others. */
const contradicting = {
	cluster: ['certificate-authority', 'insecure-skip-tls-verify', 'tls-server-name'],
	user: ['client-certificate', 'client-key', 'token', 'tokenFile', 'username', 'password', 'auth-provider', 'exec'],
	context: [],
} as const satisfies Record<StanzaKind, readonly string[]>;

/** @returns whether anything changed */
function putStanza(document: KubeconfigDocument, kind: StanzaKind, name: string, fields: Fields): boolean {
	const [item] = findStanzas(document, kind, name);
	if (!item) {
		ensureStanzaList(document, kind).add(createNodeForGo(document.yaml, {name, [kind]: fields}) as YAMLMap);
		return true;
	}

	const stanza: unknown = item.get(kind, true);
	if (!isMap(stanza)) {
		item.set(kind, createNodeForGo(document.yaml, fields));
		return true;
	}

	const stale = Object.entries(fields).filter(([field, value]) => stanza.get(field) !== value);
	for (const [field, value] of stale) {
		stanza.set(field, createNodeForGo(document.yaml, value));
	}

	const contradictions = contradicting[kind].filter(field => stanza.delete(field));
	return stale.length + contradictions.length > 0;
}
