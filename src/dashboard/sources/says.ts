/** What components say of themselves, while somebody looks at them. */
import {readAgentTopology} from '../../cluster/agent-topology.ts';
import {followSays as follow} from '../../component-metrics/follow.ts';
import {again} from './again.ts';
import type {Subject} from './subject.ts';

/** Follow until the signal says so. That nobody can be asked is told by what is not there: what was said grows old. */
export async function followSays({engine, cluster, push}: Subject, signal: AbortSignal): Promise<void> {
	await again(async inner => follow(engine, await readAgentTopology(engine, cluster), (said, at) => {
		push({type: 'components-said', said, at});
	}, inner), signal, () => undefined);
}
