/** Each treatment of the table, done. */
import {createContainer, inspectContainer, listContainers, type Node, onContainer, removeContainer, startContainer} from './containers.ts';
import {addLabelFilters} from './filters.ts';
import {ask, type Call, relay} from './forward.ts';
import {pullImage} from './pull-image.ts';
import {Refusal} from './refusal.ts';
import {type Treatment, treatmentOf} from './routes.ts';
import {pathOf, type Target} from './target.ts';

/**
 * Answer a call as DESIGN §3 says.
 *
 * @throws Refusal when the gateway itself has to answer
 */
export async function dispatch(node: Node, call: Call): Promise<void> {
	const {segments, query} = call.target;
	const treatment: Treatment = treatmentOf(call.request.method ?? '', segments);
	const reference = segments[1] ?? '';
	switch (treatment) {
		case 'pass':
			return relay(await ask(node.link, call), call.response);
		case 'container-create':
			return createContainer(node, call);
		case 'container-list':
			return listContainers(node, call);
		case 'container-inspect':
			return inspectContainer(node, call, reference);
		case 'container-start':
			return startContainer(node, call, reference);
		case 'container-remove':
			return removeContainer(node, call, reference);
		case 'container':
		case 'container-hijack':
			return onContainer(node, call, reference);
		case 'exec':
		case 'exec-hijack':
			await node.scope.checkExec(reference);
			return relay(await ask(node.link, call), call.response);
		case 'events':
			addLabelFilters(query, node.scope.labels);
			call.notes.push('filtered');
			return relay(await ask(node.link, call), call.response);
		case 'image-pull':
			return pullImage(node, call);
	}
}

/**
 * Where a hijacking request may go.
 *
 * @throws Refusal when it may not
 */
export async function hijackPath(node: Node, method: string, target: Target): Promise<string> {
	const treatment = treatmentOf(method, target.segments);
	const [, reference = '', ...action] = target.segments;
	if (treatment === 'container-hijack') {
		const own = await node.scope.find(reference);
		return pathOf({...target, segments: ['containers', own.id, ...action]});
	}

	if (treatment === 'exec-hijack') {
		await node.scope.checkExec(reference);
		return pathOf(target);
	}

	throw new Refusal(400, `single-kube: ${method} /${target.segments.join('/')} cannot be upgraded`);
}
