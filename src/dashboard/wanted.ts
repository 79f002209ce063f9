/** What has to be followed for what is on the screen: a source is started when something is wanted, and stopped when it is not any more. Pure. */
import type {ApiObject} from '../api/api.ts';
import type {Pod} from '../diagnosis/objects.ts';
import {bannerHeight} from './banner-height.ts';
import {alwaysWatched, type ObjectKind} from './kinds.ts';
import {layoutOf, roomOf, type Layout} from './layout.ts';
import {type LogStart, podLogView, previousContainers} from './log-view.ts';
import {chosenComponent, chosenObject, objectKey} from './rows.ts';
import type {ComponentRecord, DashboardState} from './state.ts';

export type Wanted = {
	readonly log?: WantedLog;
	/** Who answers for a service. */
	readonly endpoints?: {readonly key: string; readonly namespace: string; readonly name: string};
	/** A kind of objects that is not always watched. */
	readonly kind?: {readonly key: ObjectKind};
	readonly config?: {readonly key: string; readonly component: ComponentRecord};
	/** What all components say of themselves. */
	readonly says?: {readonly key: string};
	readonly health?: {readonly key: string; readonly component: ComponentRecord};
	readonly flags?: {readonly key: string; readonly component: string; readonly all: boolean};
	readonly way?: {readonly key: string; readonly of: WayTarget};
};

/** Without a uid the next pod that is made; without a namespace in any. */
export type WayTarget = {readonly namespace: string | undefined; readonly uid: string | undefined};

export type LogSubject =
	| {readonly kind: 'container'; readonly container: string}
	/** Without a container: all of them. */
	| {readonly kind: 'pod'; readonly namespace: string; readonly name: string; readonly container: string | undefined}
	/** Containers of a pod that ended before those that run now; an empty id where the apiserver has not told it. */
	| {readonly kind: 'previous'; readonly namespace: string; readonly name: string; readonly containers: ReadonlyArray<{readonly name: string; readonly container: string}>};

export type WantedLog = {readonly key: string; readonly of: LogSubject; readonly start: LogStart; readonly timestamps: boolean};

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
	if (state.list === 'workloads' && state.objectTab === 'way') {
		return forWay(state);
	}

	if (state.list === 'workloads') {
		return forObject(state);
	}

	const component = chosenComponent(state);
	if (!component || component.state === 'missing') {
		return {};
	}

	switch (state.componentTab) {
		case 'logs': {
			// A start opens its log anew: the one before ended with the container.
			return {log: logOf(state, `${component.container} ${component.startedAt}`, {kind: 'container', container: component.container})};
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

function forObject(state: DashboardState): Wanted {
	const object = chosenObject(state);
	if (state.kind === 'services' && state.objectTab === 'summary' && object) {
		return {endpoints: {key: endpointsKey(object), namespace: object.metadata.namespace ?? '', name: object.metadata.name}};
	}

	if (!object || state.kind !== 'pods' || state.objectTab !== 'logs') {
		return {};
	}

	const pod = object as Pod;
	const {container, previous} = podLogView(state);
	const at = {namespace: object.metadata.namespace ?? '', name: object.metadata.name};
	// A container that was started anew has another id, and another log.
	const ids = [...pod.status?.containerStatuses ?? [], ...pod.status?.initContainerStatuses ?? []].map(status => String((status as {readonly containerID?: string}).containerID)).join(' ');
	const key = `pod ${objectKey(object)} ${object.metadata.uid} ${container} ${previous} ${ids}`;
	return {log: logOf(state, key, previous ? {kind: 'previous', ...at, containers: previousContainers(pod).filter(({name}) => container === undefined || name === container)} : {kind: 'pod', ...at, container})};
}

/** What was asked is told apart by this. */
export function endpointsKey({metadata}: ApiObject): string {
	return `service ${objectKey({metadata})} ${metadata.uid}`;
}

function logOf({logView: {start, timestamps}}: DashboardState, key: string, of: LogSubject): WantedLog {
	return {key: `${key} ${start} ${timestamps}`, of, start, timestamps};
}

function forWay(state: DashboardState): Wanted {
	const {nextPod, namespace} = state;
	if (nextPod && nextPodWanted(state)) {
		return {way: {key: `next ${nextPod.from}`, of: {namespace, uid: undefined}}};
	}

	const object = chosenObject(state);
	return object && state.kind === 'pods' ? {way: {key: `way ${objectKey(object)} ${object.metadata.uid}`, of: {namespace: object.metadata.namespace, uid: object.metadata.uid}}} : {};
}

/** Until another row is chosen. */
export function nextPodWanted({nextPod, chosen}: DashboardState): boolean {
	return nextPod !== undefined && chosen.workloads === nextPod.row;
}

export function layoutFor(state: DashboardState): Layout {
	return layoutOf({size: state.size, focus: state.focus, list: state.list, lower: state.lower, components: state.components.length, banner: bannerHeight(state)});
}
