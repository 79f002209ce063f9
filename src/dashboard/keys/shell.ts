/** Shells: in a container of a pod, and kubectl's own. Pure. */
import type {ApiObject} from '../../api/api.ts';
import type {Pod} from '../../diagnosis/objects.ts';
import {commandLine, readOnlyRefusal} from '../deeds/deed-text.ts';
import {openMenu} from '../dialogs.ts';
import {kubectlNamespace} from '../kinds.ts';
import type {DashboardState} from '../state.ts';
import type {Binding, Step} from './binding.ts';

export const kubectlShellBinding: Binding = {
	keys: ['x'], shown: 'x', group: 'dashboard', does: 'a shell with kubectl, as `single-kube exec` opens it; exit comes back', label: () => 'kubectl',
	refusal({facts, components}) {
		const kubectl = components.find(({id}) => id === 'kubectl');
		return facts.readOnly ? `${readOnlyRefusal}, and a shell could change everything` : kubectl && kubectl.state !== 'running' ? 'The kubectl container does not run: single-kube start' : undefined;
	},
	press: state => ({state, command: {kind: 'hand-over', handover: {kind: 'kubectl-shell'}}}),
};

/** The engine opens it: it works without an apiserver. */
export function whyNoShell({facts, engine}: DashboardState, object: ApiObject): string | undefined {
	return facts.readOnly ? `${readOnlyRefusal}, and a shell could change what is in the pod`
		: engine.state === 'lost' ? 'The engine is gone: nobody can open a shell'
		: runningContainers(object as Pod).length === 0 ? `No container of ${object.metadata.name} runs` : undefined;
}

export function openShell(state: DashboardState, object: ApiObject): Step {
	const [first, ...others] = runningContainers(object as Pod);
	return others.length === 0 ? shellIn(state, object, first!) : openMenu(state, {
		title: `a shell in ${object.metadata.name}: which container?`,
		items: [first!, ...others].map(container => ({label: container, detail: imageOf(object as Pod, container), choose: after => shellIn(after, object, container)})),
	});
}

function shellIn(state: DashboardState, {metadata: {namespace = 'default', name}}: ApiObject, container: string): Step {
	const command = commandLine('', state.facts.cluster, `kubectl ${kubectlNamespace(namespace)}exec -it ${name} -c ${container} -- sh`);
	return {state, command: {kind: 'hand-over', handover: {kind: 'pod-shell', namespace, pod: name, container, command}}};
}

function runningContainers({status}: Pod): readonly string[] {
	return [...status?.containerStatuses ?? [], ...status?.initContainerStatuses ?? []].filter(({state}) => state?.running).map(({name}) => name);
}

function imageOf({spec}: Pod, container: string): string {
	return spec?.containers?.find(({name}) => name === container)?.image ?? '';
}
