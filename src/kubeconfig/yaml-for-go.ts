import {type Document, type Node, stringify, visit} from 'yaml';

/** Go's YAML is 1.1, where `yes` and `0123` are no strings: quote them. Long lines of base64 stay whole. */
export const yamlForGo = {compat: 'yaml-1.1', lineWidth: 0} as const;

/** A node that Go reads back as the same strings, also in a document whose own schema knows of nothing but strings. */
export function createNodeForGo(document: Document, value: unknown): Node {
	const node = document.createNode(value);
	visit(node, {
		Scalar(_key, scalar) {
			if (stringify(scalar.value, yamlForGo).startsWith('"')) {
				scalar.type = 'QUOTE_DOUBLE';
			}
		},
	});
	return node;
}
