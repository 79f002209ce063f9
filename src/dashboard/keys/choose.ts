/** Keys that choose which objects are listed: of which kind, and of which namespace. Pure. */
import {openMenu} from '../dialogs.ts';
import {kindFacts, objectKinds} from '../kinds.ts';
import {namespacesOf} from '../rows.ts';
import type {DashboardState} from '../state.ts';
import type {Binding, Step} from './binding.ts';
import {withKind} from './move.ts';

const inWorkloads = ({list}: DashboardState): boolean => list === 'workloads';

export const chooseBindings: readonly Binding[] = [
	{
		keys: ['n'], shown: 'n', group: 'workloads', does: 'choose a namespace, or all of them', applies: inWorkloads,
		label: ({namespace}) => `ns ${namespace ?? 'all'}`,
		refusal: ({kind}) => kindFacts[kind].namespaced ? undefined : `A ${kindFacts[kind].title} is in no namespace`,
		press: namespaceMenu,
	},
	{keys: [':'], shown: ':', group: 'workloads', does: 'choose a kind of objects', applies: inWorkloads, label: () => 'kinds', press: kindMenu},
];

function namespaceMenu(state: DashboardState): Step {
	const objects = state.objects[state.kind] ?? [];
	const detail = (count: number): string => `${count} ${count === 1 ? kindFacts[state.kind].singular : state.kind}`;
	const namespaces = namespacesOf(state);
	const choose = (namespace: string | undefined) => (after: DashboardState): Step => ({state: {...after, namespace, chosen: {...after.chosen, workloads: undefined}, scroll: {...after.scroll, detail: 0}}});
	return openMenu(state, {
		title: 'namespace',
		items: [
			{label: 'all', detail: detail(objects.length), choose: choose(undefined)},
			...namespaces.map(namespace => ({label: namespace, detail: detail(objects.filter(({metadata}) => metadata.namespace === namespace).length), choose: choose(namespace)})),
		],
	}, state.namespace === undefined ? 0 : namespaces.indexOf(state.namespace) + 1);
}

function kindMenu(state: DashboardState): Step {
	return openMenu(state, {
		title: 'objects',
		items: objectKinds.map(kind => ({label: kind, detail: kindFacts[kind].short, choose: (after): Step => ({state: withKind(after, kind)})})),
	}, objectKinds.indexOf(state.kind));
}
