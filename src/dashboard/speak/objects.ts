/** What became of pods and nodes, for somebody who listens. Pure. */
import type {ApiObject} from '../../api/api.ts';
import type {Pod} from '../../diagnosis/objects.ts';
import {objectKey} from '../rows.ts';
import {isNodeReady, podPhase, readyContainers} from '../screen/object-state.ts';
import type {DashboardState} from '../state.ts';

/** More at once are counted. */
const most = 5;

export function spokenObjects(before: DashboardState, after: DashboardState): string[] {
	return [
		...changes('pod', before.objects.pods, after.objects.pods, pod => `${podPhase(pod as Pod).text}, ${readyContainers(pod as Pod)} ready`),
		...changes('node', before.objects.nodes, after.objects.nodes, node => isNodeReady(node) ? 'Ready' : 'NotReady'),
	];
}

/** Nothing of the first list: it is in the pane. */
function changes(kind: string, before: readonly ApiObject[] | undefined, after: readonly ApiObject[] | undefined, stateOf: (object: ApiObject) => string): string[] {
	if (before === after || before === undefined || after === undefined) {
		return [];
	}

	const was = new Map(before.map(object => [objectKey(object), stateOf(object)]));
	const is = new Map(after.map(object => [objectKey(object), stateOf(object)]));
	const said = [
		...[...is].filter(([key, state]) => was.get(key) !== state).map(([key, state]) => `${kind} ${key} is ${was.has(key) ? 'now' : 'new:'} ${state}`),
		...[...was.keys()].filter(key => !is.has(key)).map(key => `${kind} ${key} is gone`),
	];
	return said.length > most ? [...said.slice(0, most), `and ${said.length - most} more ${kind}s changed`] : said;
}
