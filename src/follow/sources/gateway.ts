/** The calls that the gateway passes, from the agent: the last ones, and then each as it comes. */
import type {TraceBeginning} from '../../agent/serve-trace.ts';
import type {Engine} from '../../engine/engine.ts';
import {execLines} from '../../engine/exec-lines.ts';
import type {TraceRecord} from '../../gateway/trace.ts';
import {fromCall} from '../from-told.ts';
import type {Observation} from '../observation.ts';

/** The request's body is the command's input, so that both end when nobody listens any more. */
const command = ['curl', '--silent', '--show-error', '--no-buffer', '--upload-file', '.', '--unix-socket', '/run/single-kube-trace.sock', 'http://agent/'];

/**
 * Follow until the signal says so, or the agent ends.
 *
 * @param began called when everything from now on will be heard, with what this machine's clock has more than the agent's, in milliseconds
 * @throws SingleKubeError of the engine; ENGINE_CALL_FAILED of an agent that an older single-kube made
 */
export async function followCalls(engine: Engine, cluster: string, began: (offset: number) => void, tell: (observation: Observation) => void, signal: AbortSignal): Promise<void> {
	for await (const line of execLines(engine, `sk-${cluster}-agent`, command, signal)) {
		const record = JSON.parse(line) as TraceBeginning | TraceRecord;
		if ('now' in record) {
			began(Date.now() - record.now);
		} else {
			tell(fromCall(record));
		}
	}
}
