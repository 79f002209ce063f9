/** What a user adds to the command lines and configuration files of components: `--extra-config`, as minikube writes it. Pure. */

/** `kube-apiserver` → `v` → `['4']`: several values only of flags that may be given more than once. */
export type ExtraConfig = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export type ExtraConfigChange = {
	/** As it was written: `apiserver`. */
	readonly component: string;
	/** A flag without its dashes, or a path into a configuration file: `max-pods`, `evictionHard.memory\.available`. */
	readonly name: string;
	/** Undefined: it is taken back. */
	readonly value: string | undefined;
};

/** Flags of Kubernetes that collect their values, and have no comma for that. */
const repeatable: ReadonlySet<string> = new Set(['service-account-issuer', 'service-account-key-file', 'tls-sni-cert-key']);

/**
 * `COMPONENT.FLAG=VALUE`, or `COMPONENT.FLAG-` to take it back, as `kubectl label` does.
 *
 * @throws RangeError that says what was expected, continuing "--extra-config: "
 */
export function parseExtraConfig(text: string): ExtraConfigChange {
	const match = /^([a-z][a-z\d-]*)\.([^=]+)=([^]*)$/i.exec(text);
	const taken = match ? undefined : /^([a-z][a-z\d-]*)\.([^=]+)-$/i.exec(text);
	const [, component = '', written = ''] = match ?? taken ?? [];
	const name = written.replace(/^--/, '');
	if (!/^[a-z]([\w-]|\\\.|[./])*$/i.test(name) || /[.-]$/.test(name)) {
		throw new RangeError(`expected COMPONENT.FLAG=VALUE, such as apiserver.v=4, or COMPONENT.FLAG- to take it back, found "${text}"`);
	}

	return {component, name, value: match?.[3]};
}

/** @param changes with the components' own names; of a flag that is named twice the last counts */
export function changeExtraConfig(before: ExtraConfig, changes: readonly ExtraConfigChange[]): ExtraConfig {
	const after = new Map(Object.entries(before).map(([component, flags]) => [component, new Map(Object.entries(flags))]));
	const collected = new Set<string>();
	for (const {component, name, value} of changes) {
		const flags = after.get(component) ?? new Map<string, readonly string[]>();
		const id = `${component}.${name}`;
		if (value === undefined) {
			flags.delete(name);
		} else {
			flags.set(name, repeatable.has(name) && collected.has(id) ? [...flags.get(name) ?? [], value] : [value]);
			collected.add(id);
		}

		after.set(component, flags);
	}

	return Object.fromEntries([...after].filter(([, flags]) => flags.size > 0).sort(byName).map(([component, flags]) => [component, Object.fromEntries([...flags].sort(byName))]));
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

/** As they are typed: `kube-apiserver.v=4`. */
export function formatExtraConfig(component: string, flags: ExtraConfig[string]): string[] {
	return Object.entries(flags).flatMap(([name, values]) => values.map(value => `${component}.${name}=${value}`));
}

/** A path into a configuration file has a capital letter or a dot; a flag has neither. */
export function isKey(name: string): boolean {
	return /[A-Z.]/.test(name);
}

/** @param name `evictionHard.memory\.available` @returns `['evictionHard', 'memory.available']` */
export function pathOfKey(name: string): string[] {
	return name.split(/(?<!\\)\./).map(part => part.replaceAll('\\.', '.'));
}
