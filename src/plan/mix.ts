/** A topology of which some components are another one's: what use, and each step of an upgrade, leads to. Pure. */
import type {Component, Settings, Topology, VolumeSpec} from './topology.ts';

export type Mixed = {
	/** Services, whose components are those of the other topology. */
	readonly names: ReadonlySet<string>;
	readonly settings: Settings;
	/** Whether the objects are the other one's. */
	readonly objects?: boolean;
};

/** @returns `stored`, but with the components of these services as `fresh` has them, or without those that it has not */
export function mix(stored: Topology, fresh: Topology, {names, settings, objects = false}: Mixed): Topology {
	const kept = stored.components.filter(({name}) => !names.has(name));
	const taken = fresh.components.filter(({name}) => names.has(name));
	const chosen = new Map([...kept, ...taken].map(component => [component.id, component]));
	// The order is that of a topology that was sorted; what only the stored one has, published ports, comes after what it leads to.
	const ids = new Set([...fresh.components, ...stored.components].map(({id}) => id));
	return {
		...stored, settings, objects: objects ? fresh.objects : stored.objects,
		volumes: union(stored.volumes, fresh.volumes),
		components: [...ids].flatMap(id => chosen.get(id) ?? []),
	};
}

function union(first: readonly VolumeSpec[], second: readonly VolumeSpec[]): VolumeSpec[] {
	return [...first, ...second.filter(({name}) => !first.some(other => other.name === name))];
}

/** Whether the components of these services differ. */
export function differ(a: Topology, b: Topology, names: ReadonlySet<string>): boolean {
	const hashes = ({components}: Topology): string => components.filter(({name}) => names.has(name)).map(({id, hash}: Component) => `${id} ${hash}`).sort().join('\n');
	return hashes(a) !== hashes(b);
}
