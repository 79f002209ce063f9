/** What has to be followed for what is on the screen: a source is started when something is wanted, and stopped when it is not any more. Pure. */
import {alwaysWatched, type ObjectKind} from './kinds.ts';
import {layoutOf, roomOf, type Layout} from './layout.ts';
import {chosenComponent, chosenObject, objectKey} from './rows.ts';
import type {ComponentRecord, DashboardState} from './state.ts';

export type Wanted = {
	readonly log?: {readonly key: string; readonly of: LogSubject};
	/** A kind of objects that is not always watched. */
	readonly kind?: {readonly key: ObjectKind};
	readonly config?: {readonly key: string; readonly component: ComponentRecord};
	/** What all components say of themselves. */
	readonly says?: {readonly key: string};
	readonly health?: {readonly key: string; readonly component: ComponentRecord};
	readonly flags?: {readonly key: string; readonly component: string; readonly all: boolean};
};

export type LogSubject =
	| {readonly kind: 'container'; readonly container: string}
	| {readonly kind: 'pod'; readonly namespace: string; readonly name: string};

export function wantedBy(state: DashboardState): Wanted {
	const layout = layoutFor(state);
	const {engine, list, kind} = state;
	const isShown = list === 'workloads' || roomOf(layout, 'workloads') > 0;
	return {
		...isShown && !alwaysWatched.includes(kind) ? {kind: {key: kind}} : {},
		// The rest is asked of the engine.
		...engine.state === 'fresh' ? {...roomOf(layout, 'components') > 0 ? forComponents(state) : {}, ...roomOf(layout, 'detail') > 0 ? forDetail(state) : {}} : {},
	};
}

/** What they say of themselves is asked for in a container of the cluster; a new start of it is a new conversation. */
function forComponents({components}: DashboardState): Wanted {
	const asked = components.find(({id}) => id === askedIn);
	return asked?.state === 'running' ? {says: {key: `${asked.container} ${asked.startedAt}`}} : {};
}

const askedIn = 'kubectl';

function forDetail(state: DashboardState): Wanted {
	if (state.list === 'workloads') {
		const object = chosenObject(state);
		return object && state.kind === 'pods' && state.objectTab === 'logs'
			? {log: {key: `pod ${objectKey(object)} ${object.metadata.uid}`, of: {kind: 'pod', namespace: object.metadata.namespace ?? '', name: object.metadata.name}}} : {};
	}

	const component = chosenComponent(state);
	if (!component || component.state === 'missing') {
		return {};
	}

	switch (state.componentTab) {
		case 'logs': {
			// A start opens its log anew: the one before ended with the container.
			return {log: {key: `${component.container} ${component.startedAt}`, of: {kind: 'container', container: component.container}}};
		}

		case 'config':
		case 'environment': {
			return {config: {key: component.container, component}};
		}

		case 'flags': {
			const {id, container, startedAt} = component;
			const {all} = state.flags;
			// A new container may have others.
			return {flags: {key: `${container} ${startedAt} ${all ? 'all' : 'set'}`, component: id, all}};
		}

		case 'health': {
			return {health: {key: component.container, component}};
		}
	}
}

export function layoutFor(state: DashboardState): Layout {
	return layoutOf({size: state.size, focus: state.focus, list: state.list, lower: state.lower, components: state.components.length});
}
