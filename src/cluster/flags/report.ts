/** What became of a component's flags and keys: before, after. Pure. */
import {kubeProxyKeys} from '../../compose/kube-proxy-keys.ts';
import {redactArgument} from '../../component-config/redact.ts';
import {effectiveFlags, effectiveKeys} from '../../explain/flags.ts';
import type {Component} from '../../plan/topology.ts';

/** A flag or a key of a configuration file that was asked for. */
export type FlagChange = {
	/** `--v`, `maxPods` */
	readonly flag: string;
	/** What stood there; undefined where the program's own default counted, or counts. */
	readonly before: string | undefined;
	readonly after: string | undefined;
};

/**
 * @param names as they were asked for: flags without dashes, keys with `\.` for a dot of their own
 * @param before the component as it was @param after and as it is; where it has several containers any of them
 */
export function flagChanges(names: readonly string[], before: Component, after: Component): FlagChange[] {
	return [...new Set(names)].flatMap(name => {
		const [old, now] = [valuesOf(before, name), valuesOf(after, name)];
		return [...new Set([...old.keys(), ...now.keys()])].map(flag => ({flag, before: old.get(flag), after: now.get(flag)}));
	});
}

/** By what they are called where they take effect: kube-proxy's flags are mostly keys of its file, gates a key each. */
function valuesOf({name: component, container: {command}, files: {files}}: Component, name: string): ReadonlyMap<string, string> {
	const flags = effectiveFlags(command, undefined, []).filter(({flag}) => flag === `--${name}`);
	const key = name === 'feature-gates' ? 'featureGates' : ((component === 'kube-proxy' ? kubeProxyKeys[name] : undefined) ?? name).replaceAll(String.raw`\.`, '.');
	const keys = effectiveKeys(files, undefined).filter(found => found.key === key || found.key.startsWith(`${key}.`));
	const found = new Map<string, string>();
	for (const {flag, value} of [...flags, ...keys.map(({key, value}) => ({flag: key, value: typeof value === 'string' ? value : JSON.stringify(value)}))]) {
		const shown = redactArgument(`${flag}=${value}`).slice(flag.length + 1);
		found.set(flag, found.has(flag) ? `${found.get(flag)!},${shown}` : shown);
	}

	return found.size > 0 ? found : new Map();
}
