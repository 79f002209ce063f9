/** All components of a cluster in the order of their start, and who talks to whom. Pure. */
import type {Topology} from '../plan/topology.ts';
import type {About} from './about.ts';
import {drawTalks, type Talk} from './picture.ts';

export type Overview = {
	readonly cluster: string;
	/** Whether it is there; else it is what `start` would make. */
	readonly made: boolean;
	readonly components: ReadonlyArray<{readonly component: string; readonly summary: string}>;
	readonly talks: readonly Talk[];
	readonly picture: readonly string[];
};

export function explainCluster({cluster, components}: Topology, made: boolean, abouts: ReadonlyMap<string, {readonly about: About | undefined}>): Overview {
	const names = [...new Set(components.map(({name}) => name))];
	// Of components that this cluster does not have nobody is told.
	const talks = names.flatMap(from => Object.keys(abouts.get(from)?.about?.talksTo ?? {}).filter(to => isThere(to, components, abouts)).map(to => ({from, to})));
	return {cluster, made, components: components.map(({id, summary}) => ({component: id, summary})), talks, picture: drawTalks(talks)};
}

/** Whether somebody that a component talks to is part of this cluster, or no component at all, as the engine. */
export function isThere(name: string, components: Topology['components'], abouts: ReadonlyMap<string, unknown>): boolean {
	return !abouts.has(name) || components.some(component => component.name === name);
}
