/** Which part of a log is shown, and of which container. Pure. */
import type {ApiObject} from '../api/api.ts';
import type {ContainerStatus, Pod} from '../diagnosis/objects.ts';
import {chosenObject, objectKey} from './rows.ts';
import type {DashboardState} from './state.ts';

/** From where on: its last lines, all that is kept, or so many milliseconds ago. */
export type LogStart = 'tail' | 'all' | number;

export type LogView = {
	readonly start: LogStart;
	/** Each line with the time at which the engine got it. */
	readonly timestamps: boolean;
	/** What holds for one pod, by its key; another one begins anew. */
	readonly pod: PodLogView & {readonly of: string} | undefined;
};

export type PodLogView = {
	/** Undefined: all of them. */
	readonly container: string | undefined;
	/** What the containers said that ended before those that run now. */
	readonly previous: boolean;
};

export const firstLogView: LogView = {start: 'tail', timestamps: false, pod: undefined};

const minute = 60_000;

export const logStarts: ReadonlyArray<{readonly start: LogStart; readonly words: string; /** For the pane's title. */ readonly short: string}> = [
	{start: 'tail', words: 'the last 500 lines', short: ''}, {start: 'all', words: 'all that is kept', short: 'all'},
	...[1, 5, 15, 30].map(minutes => ({start: minutes * minute, words: `the last ${minutes === 1 ? 'minute' : `${minutes} minutes`}`, short: `${minutes}m`})),
	{start: 60 * minute, words: 'the last hour', short: '1h'}, {start: 24 * 60 * minute, words: 'the last day', short: '24h'},
];

/** Whether the detail pane has a log, which is read from its end. */
export function showsLog({list, componentTab, objectTab}: DashboardState): boolean {
	return (list === 'components' ? componentTab : objectTab) === 'logs';
}

/** For the chosen pod. */
export function podLogView(state: DashboardState): PodLogView {
	const pod = chosenObject(state);
	const {pod: view} = state.logView;
	return pod && view?.of === objectKey(pod) ? view : {container: undefined, previous: false};
}

export function withPodLogView(state: DashboardState, pod: ApiObject, change: Partial<PodLogView>): DashboardState {
	return {...state, logView: {...state.logView, pod: {...podLogView(state), ...change, of: objectKey(pod)}}};
}

/** All containers of a pod, those that only begin it too. */
export function containersOf({spec}: Pod): readonly string[] {
	const {initContainers = []} = (spec ?? {}) as {readonly initContainers?: ReadonlyArray<{readonly name: string}>};
	return [...spec?.containers ?? [], ...initContainers].map(({name}) => name);
}

/** Those that ended before the ones that run now, with the engine's ids: the kubelet writes `docker://ID`. */
export function previousContainers({status}: Pod): ReadonlyArray<{readonly name: string; readonly container: string}> {
	const all: readonly ContainerStatus[] = [...status?.containerStatuses ?? [], ...status?.initContainerStatuses ?? []];
	return all.flatMap(({name, lastState}) => {
		const id = (lastState?.terminated as {readonly containerID?: string} | undefined)?.containerID;
		return lastState?.terminated ? [{name, container: id?.replace(/^.*:\/\//, '') ?? ''}] : [];
	});
}

/** What differs from a log's last lines as they come, for the pane's title. */
export function logWords(state: DashboardState): string[] {
	const {start, timestamps} = state.logView;
	const {container, previous} = state.list === 'workloads' ? podLogView(state) : {container: undefined, previous: false};
	const {detail: below} = state.scroll;
	return [
		...container === undefined ? [] : [container], ...previous ? ['previous'] : [],
		...start === 'tail' ? [] : [logStarts.find(one => one.start === start)?.short ?? ''],
		...timestamps ? ['times'] : [], ...below > 0 ? [`${below} below`] : [],
	];
}
