/** See whether an assertion holds at this moment. What cannot be seen does not hold. */
import {findComponent} from '../../cluster/find-component.ts';
import {observe} from '../../engine/observe.ts';
import {messageOf, SingleKubeError} from '../../errors.ts';
import {ApiRequestError} from '../../api/api-request-error.ts';
import type {Hands} from '../hands.ts';
import type {Assertion, AssertionOf} from '../scenario.ts';
import {judgeComponent, judgeHttp, type Judgement, judgeObject, judgePod, judgePods, type PodObject} from './judge.ts';

/** The longest that one look may take, in milliseconds. */
const patience = 10_000;

/** @throws SingleKubeError COMPONENT_UNKNOWN: no time would make that true; the signal's reason */
export async function look(hands: Hands, assertion: Assertion, signal: AbortSignal): Promise<Judgement> {
	try {
		return await seeing(hands, assertion, AbortSignal.any([signal, AbortSignal.timeout(patience)]));
	} catch (error) {
		signal.throwIfAborted();
		if (error instanceof SingleKubeError && error.code === 'COMPONENT_UNKNOWN') {
			throw error;
		}

		const because = error instanceof SingleKubeError ? error.seen[0] : undefined;
		return {ok: false, seen: `${messageOf(error)}${because === undefined ? '' : `: ${because}`}`};
	}
}

async function seeing(hands: Hands, assertion: Assertion, signal: AbortSignal): Promise<Judgement> {
	switch (assertion.kind) {
		case 'pod': {
			return judgePod(assertion, await readPod(hands, assertion, signal));
		}

		case 'pods': {
			const {items} = await hands.api.list<PodObject & {metadata: {name: string}}>(`${podsOf(hands, assertion.namespace)}?labelSelector=${encodeURIComponent(assertion.pods)}`, signal);
			return judgePods(assertion, items);
		}

		case 'http': {
			return judgeHttp(assertion, await hands.asker.ask(assertion, assertion.namespace ?? hands.namespace, signal));
		}

		case 'component': {
			const component = findComponent(assertion.component, hands.topology.components.map(({id}) => id));
			const {containers} = await observe(hands.engine, hands.cluster);
			return judgeComponent(assertion, containers.find(container => container.component === component)?.state);
		}

		case 'object': {
			return judgeObject(assertion, await readObject(hands, assertion, signal));
		}
	}
}

const podsOf = (hands: Hands, namespace = hands.namespace): string => `/api/v1/namespaces/${namespace}/pods`;

async function readPod(hands: Hands, {pod, namespace}: AssertionOf<'pod'>, signal: AbortSignal): Promise<PodObject | undefined> {
	try {
		return await hands.api.get<PodObject & {metadata: {name: string}}>(`${podsOf(hands, namespace)}/${encodeURIComponent(pod)}`, signal);
	} catch (error) {
		if (error instanceof ApiRequestError && error.status === 404) {
			return undefined;
		}

		throw error;
	}
}

/** By kubectl, which knows every kind and its short names. */
async function readObject({kubectl, namespace: own}: Hands, {object, namespace = own}: AssertionOf<'object'>, signal: AbortSignal): Promise<unknown> {
	const {exitCode, stdout, stderr} = await kubectl(['get', object, '--namespace', namespace, '--output=json', '--ignore-not-found', '--request-timeout=4s'], signal);
	if (exitCode !== 0) {
		throw new SingleKubeError('API_REQUEST_FAILED', `kubectl get ${object} failed`, {seen: [stderr.trim()], hint: `single-kube kubectl get ${object}`});
	}

	return stdout.trim() === '' ? undefined : JSON.parse(stdout) as unknown;
}
