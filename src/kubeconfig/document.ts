/**
 * One kubeconfig file as a YAML document that can be changed in place: fields that we do not know, other entries, their
 * order, comments, anchors and the way scalars are written stay. Lost are only spaces before a comment at the end of a
 * line, and indentation that is uneven.
 */
import {type Document, isMap, isScalar, isSeq, parseDocument, type YAMLMap, type YAMLSeq} from 'yaml';
import {SingleKubeError} from '../errors.ts';
import {createNodeForGo} from './yaml-for-go.ts';

export type KubeconfigDocument = {readonly file: string; readonly yaml: Document};

/** A list of named stanzas, and the field of its items that holds the stanza itself. */
export type StanzaKind = 'cluster' | 'user' | 'context';

const lists = {cluster: 'clusters', user: 'users', context: 'contexts'} as const satisfies Record<StanzaKind, string>;

/**
 * @param text the file's content; an empty one is an empty kubeconfig, as for kubectl
 * @throws SingleKubeError KUBECONFIG_INVALID when it is no YAML or not in the shape of a kubeconfig
 */
export function parseKubeconfig(file: string, text: string): KubeconfigDocument {
	// The failsafe schema reads every scalar as the text it is, so none is rewritten: Go's YAML is 1.1, where 0123 is 83.
	const yaml: Document = parseDocument(text, {schema: 'failsafe'});
	const [error] = yaml.errors;
	if (error) {
		throw invalid(file, error.message.trimEnd().split('\n'), error);
	}

	if (isEmptyNode(yaml.contents)) {
		yaml.contents = yaml.createNode({apiVersion: 'v1', kind: 'Config'});
	} else if (!isMap(yaml.contents)) {
		throw invalid(file, ['a kubeconfig is a mapping; this is not']);
	}

	for (const list of Object.values(lists)) {
		const node = yaml.get(list, true);
		if (!isEmptyNode(node) && !(isSeq(node) && node.items.every(item => isMap(item)))) {
			throw invalid(file, [`${list}: expected a list of mappings`]);
		}
	}

	return {file, yaml};
}

export function printKubeconfig({yaml}: KubeconfigDocument): string {
	return yaml.toString({lineWidth: 0, indentSeq: false, flowCollectionPadding: false});
}

/** The list of stanzas of a kind; undefined where the file has none. */
export function stanzaList({yaml}: KubeconfigDocument, kind: StanzaKind): YAMLSeq<YAMLMap> | undefined {
	const node = yaml.get(lists[kind], true);
	return isSeq<YAMLMap>(node) ? node : undefined;
}

/** The items of this name: one, as a rule. */
export function findStanzas(document: KubeconfigDocument, kind: StanzaKind, name: string): YAMLMap[] {
	return (stanzaList(document, kind)?.items ?? []).filter(item => item.get('name') === name);
}

/** The list of stanzas of a kind, made at the end of the file where it is missing. */
export function ensureStanzaList(document: KubeconfigDocument, kind: StanzaKind): YAMLSeq<YAMLMap> {
	const found = stanzaList(document, kind);
	if (found) {
		return found;
	}

	const created = document.yaml.createNode([]) as YAMLSeq<YAMLMap>;
	document.yaml.set(lists[kind], created);
	return created;
}

/** The current context, or an empty string. */
export function currentContext({yaml}: KubeconfigDocument): string {
	const value: unknown = yaml.get('current-context');
	return typeof value === 'string' && !isNullWord(value) ? value : '';
}

export function setCurrentContext({yaml}: KubeconfigDocument, context: string): void {
	yaml.set('current-context', createNodeForGo(yaml, context));
}

/** Whether a node that was read says "nothing": absent, empty or null. */
export function isEmptyNode(node: unknown): boolean {
	return node === null || node === undefined || isScalar(node) && typeof node.value === 'string' && node.type === 'PLAIN' && isNullWord(node.value);
}

function isNullWord(value: string): boolean {
	return ['', '~', 'null'].includes(value);
}

function invalid(file: string, seen: readonly string[], cause?: unknown): SingleKubeError {
	return new SingleKubeError('KUBECONFIG_INVALID', `the kubeconfig ${file} cannot be read; it was left as it is`, {
		seen,
		hint: `Repair it (kubectl --kubeconfig ${file} config view shows what kubectl thinks of it), or use --no-kubeconfig`,
		cause,
	});
}
