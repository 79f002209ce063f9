/** Lay the files of a version over those of all versions. Pure. */

type Files = Readonly<Record<string, unknown>>;

/**
 * @param files by path: text, or what becomes YAML
 * @param over the same; of a file that both have, keys are added or replaced at any depth, and `null` takes one away
 */
export function mergeFiles(files: Files, over: Files): Files {
	return merge(files, over) as Files;
}

function merge(value: unknown, over: unknown): unknown {
	if (!isRecord(value) || !isRecord(over)) {
		return over;
	}

	const merged = new Map(Object.entries(value));
	for (const [key, item] of Object.entries(over)) {
		if (item === null) {
			merged.delete(key);
		} else {
			merged.set(key, merge(value[key], item));
		}
	}

	return Object.fromEntries(merged);
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
