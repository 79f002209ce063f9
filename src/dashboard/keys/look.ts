/** Keys that choose what is shown. Pure. */
import type {DashboardState} from '../state.ts';
import type {Binding, Step} from './binding.ts';
import {showLog} from './log.ts';
import {quit} from './quit.ts';
import {componentTab, objectTab} from './tabs.ts';

const ofComponents = ({list}: DashboardState): boolean => list === 'components';
const ofWorkloads = ({list}: DashboardState): boolean => list === 'workloads';

export const lookBindings: readonly Binding[] = [
	{keys: ['l'], shown: 'l', group: 'look', does: 'the log; of a pod with several containers once more: which one', label: () => 'logs', press: state => state.list === 'components' ? componentTab(state, 'logs') : showLog(state)},
	{keys: ['d'], shown: 'd', group: 'look', does: 'describe: the command, mounts and files of a component, an object as kubectl describes it', label: () => 'describe', press: state => state.list === 'components' ? componentTab(state, 'config') : objectTab(state, 'summary')},
	{keys: ['e'], shown: 'e', group: 'components', does: 'the environment', applies: ofComponents, label: () => 'env', press: state => componentTab(state, 'environment')},
	{keys: ['c'], shown: 'c', group: 'components', does: 'the check of its health', applies: ofComponents, label: () => 'check', press: state => componentTab(state, 'health')},
	{keys: ['y'], shown: 'y', group: 'workloads', does: 'the object as YAML', applies: ofWorkloads, label: () => 'yaml', press: state => objectTab(state, 'yaml')},
	{keys: ['w'], shown: 'w', group: 'look', does: 'cut long lines of the details, or let them go on below', press: state => ({state: {...state, wrapped: !state.wrapped}})},
	{
		keys: ['/'], shown: '/', group: 'look', does: 'show only what has a text in it', label: () => 'filter',
		press: state => ({state: {...state, dialog: {kind: 'filter', pane: state.focus, before: state.filters[state.focus]}}}),
	},
	{keys: ['escape'], shown: 'Esc', group: 'look', does: 'take the filter away; else back to the list', press: escaped},
	{keys: ['.'], shown: '.', group: 'look', does: 'with --screen-reader: read the present pane', applies: ({facts}) => facts.screenReader, press: state => ({state, command: {kind: 'read'}})},
	{keys: ['?'], shown: '?', group: 'dashboard', does: 'this help', label: () => 'help', press: state => ({state: {...state, dialog: {kind: 'help', scroll: 0}}})},
	{keys: ['q', 'ctrl+c'], shown: 'q', group: 'dashboard', does: 'quit; the cluster keeps running', label: () => 'quit', press: quit},
	{keys: ['ctrl+z'], shown: 'Ctrl-Z', group: 'dashboard', does: 'to the background; `fg` comes back', press: state => ({state, command: {kind: 'suspend'}})},
];

function escaped(state: DashboardState): Step {
	const {focus, filters, list} = state;
	return {state: filters[focus] === '' ? {...state, focus: list} : {...state, filters: {...filters, [focus]: ''}}};
}
