/** What to expect of a fault, in a sentence or two. Pure. */
import type {FaultSpec} from './fault.ts';
import {writeBytes, writeDelay} from './amounts.ts';

/**
 * @param component its id
 * @param without what breaks when the component is away, as its file in compose/ says
 */
export function expectFault(component: string, spec: FaultSpec, without: string | undefined): string {
	const away = without?.trim() ?? `Nobody is served by ${component}.`;
	switch (spec.kind) {
		case 'stop':
		case 'kill': {
			return away;
		}

		case 'pause': {
			return `${away} Who has a connection to it waits for an answer and is not refused.`;
		}

		case 'cut': {
			return component.startsWith('node@')
				? 'The node, with its kubelet and its pods, reaches nobody and nobody reaches it: it becomes NotReady after 40 s. Pods run on.'
				: `${away} It runs on and reaches nobody.`;
		}

		case 'latency': {
			return `Every answer of ${component} takes at least ${writeDelay(spec.milliseconds)} longer; who waits for less than that gives up.`;
		}

		case 'limit-cpu': {
			return `${component} goes on with ${spec.cores} of a core: slow when there is much to do, and who asks for its health may get no answer in time.`;
		}

		case 'limit-memory': {
			return `When ${component} needs more than ${writeBytes(spec.bytes)} the kernel kills it, and the agent starts it again under the same limit. Meanwhile: ${away}`;
		}
	}
}
