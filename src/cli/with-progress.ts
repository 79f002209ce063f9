/** Run work whose events are shown as the flags say. */
import {setImmediate} from 'node:timers/promises';
import type {ClusterOptions} from '../cluster/options.ts';
import type {Emit} from '../events.ts';
import {defaultName} from '../cluster/options.ts';
import {readVersion} from '../version.ts';
import {confirmOnTerminal} from './confirm.ts';
import {clusterOptions, type Flags} from './invocation.ts';
import {shown} from './shown.ts';

export async function withProgress<T>(flags: Flags, work: (options: ClusterOptions, emit: Emit) => Promise<T>): Promise<T> {
	const {quiet, progress: mode, color, verbose} = flags;
	return shown(async (emit, progress) => {
		emit({type: 'began', version: readVersion(), cluster: flags.name ?? defaultName});
		// The work begins with loading what it needs, which keeps this thread busy: first the line is written.
		await setImmediate();
		return work({...clusterOptions(flags), confirm: confirmOnTerminal(flags, progress)}, emit);
	}, {
		mode: quiet ? 'quiet' : mode, color, verbose,
	});
}
