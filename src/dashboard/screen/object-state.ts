/** The state of objects in the words of kubectl. Pure. */
import type {ApiObject} from '../../api/api.ts';
import type {Pod} from '../../diagnosis/objects.ts';
import type {Span} from './span.ts';

/** `1/2` */
export function readyContainers({spec, status}: Pod): string {
	const ready = status?.containerStatuses?.filter(container => container.ready).length ?? 0;
	return `${ready}/${spec?.containers?.length ?? status?.containerStatuses?.length ?? 0}`;
}

/** The column STATUS of `kubectl get pods`: the reason of a container that is not well comes before the phase. */
export function podPhase({metadata, spec, status}: Pod): Span {
	if (metadata.deletionTimestamp !== undefined) {
		return {text: 'Terminating', tone: 'warn'};
	}

	const containers = [...status?.initContainerStatuses ?? [], ...status?.containerStatuses ?? []];
	const troubled = containers.map(({state}) => state?.waiting?.reason ?? (state?.terminated?.exitCode === 0 ? undefined : state?.terminated?.reason)).find(reason => reason !== undefined);
	const text = troubled ?? status?.reason ?? status?.phase ?? 'Unknown';
	if (text === 'Running') {
		const ready = status?.containerStatuses?.filter(container => container.ready).length ?? 0;
		return {text, tone: ready === (spec?.containers?.length ?? ready) ? 'good' : 'warn'};
	}

	return {text, tone: text === 'Succeeded' ? 'dim' : ['Pending', 'ContainerCreating', 'PodInitializing'].includes(text) ? 'warn' : 'bad'};
}

export function isNodeReady(node: ApiObject): boolean {
	const {conditions = []} = (node['status'] ?? {}) as {conditions?: ReadonlyArray<{type: string; status: string}>};
	return conditions.some(({type, status}) => type === 'Ready' && status === 'True');
}
