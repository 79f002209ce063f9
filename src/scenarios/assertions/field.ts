/** A field of an object by a path as kubectl's jsonpath has it, without its braces: `spec.ports[0].port`. Pure. */

/** @returns undefined where there is none: `status.conditions[type=Ready].status`, `metadata.labels["app.kubernetes.io/name"]` */
export function fieldOf(object: unknown, path: string): unknown {
	const parts = [...path.replace(/^\./, '').matchAll(/\[([^=\]"']+)=([^\]]*)\]|\[["']([^"']+)["']\]|\[(\d+)\]|([^.[\]]+)/g)];
	return parts.reduce<unknown>((value, [, key, wanted, quoted, index, name]) => {
		if (key !== undefined) {
			return Array.isArray(value) ? value.find(item => String(memberOf(item, key)) === wanted) : undefined;
		}

		return memberOf(value, quoted ?? index ?? name ?? '');
	}, object);
}

function memberOf(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
