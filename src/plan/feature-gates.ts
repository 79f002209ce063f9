/** Feature gates of Kubernetes, as every component writes them: `A=true,B=false`. Pure. */

export type FeatureGates = Readonly<Record<string, boolean>>;

/** Components that take Kubernetes' own gates; each knows all of them, and leaves those of others alone. */
export const gatedComponents: ReadonlySet<string> = new Set(['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubelet', 'kube-proxy']);

/**
 * @param text `A=true,B=false`; `A-` takes one back
 * @param before what these change
 * @throws RangeError that says what was expected, continuing "--feature-gates: "
 */
export function changeFeatureGates(text: string, before: FeatureGates = {}): FeatureGates {
	const after = new Map(Object.entries(before));
	for (const word of text.split(',').map(part => part.trim()).filter(part => part !== '')) {
		const match = /^([A-Z]\w*)(?:=(true|false)|(-))$/i.exec(word);
		if (!match) {
			throw new RangeError(`expected NAME=true or NAME=false, joined by commas, or NAME- to take one back, found "${word}"`);
		}

		const [, name = '', value] = match;
		if (value === undefined) {
			after.delete(name);
		} else {
			after.set(name, value.toLowerCase() === 'true');
		}
	}

	return Object.fromEntries([...after].sort(([a], [b]) => a < b ? -1 : 1));
}

export function formatFeatureGates(gates: FeatureGates): string {
	return Object.entries(gates).map(([name, on]) => `${name}=${on}`).join(',');
}
