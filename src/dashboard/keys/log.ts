/** Keys of a log: of which container, of the one before, since when. Pure. */
import type {Pod} from '../../diagnosis/objects.ts';
import {openMenu} from '../dialogs.ts';
import {containersOf, type LogStart, logStarts, podLogView, previousContainers, showsLog, withPodLogView} from '../log-view.ts';
import {chosenObject} from '../rows.ts';
import type {DashboardState} from '../state.ts';
import type {Binding, Step} from './binding.ts';
import {objectTab} from './tabs.ts';

export const logBindings: readonly Binding[] = [
	{
		keys: ['p'], shown: 'p', group: 'workloads', does: 'of a pod: what its containers said before they were started anew, and back',
		applies: ({list, kind, focus}) => list === 'workloads' && kind === 'pods' && focus !== 'events',
		label: state => podLogView(state).previous && showsLog(state) ? 'current' : 'previous',
		refusal: whyNoPrevious, press: togglePrevious,
	},
	{
		keys: ['t'], shown: 't', group: 'look', does: 'of a log: from when on, and with times or without',
		applies: showsLog, label: () => 'since', press: timesMenu,
	},
];

/** `l` shows the log; once more, and it asks of which container. */
export function showLog(state: DashboardState): Step {
	const pod = state.kind === 'pods' ? chosenObject(state) : undefined;
	const containers = pod ? containersOf(pod as Pod) : [];
	if (!pod || !showsLog(state) || containers.length < 2) {
		return objectTab(state, 'logs');
	}

	const choose = (container: string | undefined) => (after: DashboardState): Step => ({state: atEnd(withPodLogView(after, pod, {container}))});
	const now = podLogView(state).container;
	return openMenu(state, {
		title: `the log of ${pod.metadata.name}`,
		items: [{label: 'all containers', detail: 'each line behind the name of who said it', choose: choose(undefined)}, ...containers.map(container => ({label: container, choose: choose(container)}))],
	}, now === undefined ? 0 : containers.indexOf(now) + 1);
}

function whyNoPrevious(state: DashboardState): string | undefined {
	const pod = chosenObject(state);
	return !pod ? 'No pod is chosen' : podLogView(state).previous || previousContainers(pod as Pod).length > 0 ? undefined : `No container of ${pod.metadata.name} was started anew: none said anything before`;
}

function togglePrevious(state: DashboardState): Step {
	const before = showsLog(state) && podLogView(state).previous;
	return objectTab(withPodLogView(state, chosenObject(state)!, {previous: !before}), 'logs');
}

function timesMenu(state: DashboardState): Step {
	const {start: now, timestamps} = state.logView;
	const from = (start: LogStart) => (after: DashboardState): Step => ({state: atEnd({...after, logView: {...after.logView, start}})});
	return openMenu(state, {
		title: 'the log',
		items: [
			...logStarts.map(({start, words}) => ({label: words, ...start === 'all' ? {detail: 'at most the newest 5000 lines'} : {}, choose: from(start)})),
			{label: timestamps ? 'no times' : 'times', detail: 'when the engine got each line', choose: (after): Step => ({state: atEnd({...after, logView: {...after.logView, timestamps: !timestamps}})})},
		],
	}, logStarts.findIndex(({start}) => start === now));
}

/** A log that is opened anew is followed again. */
function atEnd(state: DashboardState): DashboardState {
	return {...state, scroll: {...state.scroll, detail: 0}};
}
