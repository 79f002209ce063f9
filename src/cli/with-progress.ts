/** Run work whose events are shown as the flags say; what it throws is thrown after everything is shown. */
import {type Emit, EventQueue} from '../events.ts';
import {type ProgressOptions, showProgress} from '../renderers/choose.ts';
import type {ClusterOptions} from '../cluster/options.ts';
import {confirmOnTerminal} from './confirm.ts';
import {clusterOptions, type Flags} from './invocation.ts';

export async function withProgress<T>(flags: Flags, work: (options: ClusterOptions, emit: Emit) => Promise<T>): Promise<T> {
	const queue = new EventQueue();
	const progress = showProgress(queue, progressOptions(flags));
	try {
		const confirm = confirmOnTerminal(flags, progress);
		return await work({...clusterOptions(flags), confirm}, queue.push);
	} finally {
		queue.end();
		await progress.finished;
	}
}

function progressOptions({quiet, progress, color, verbose}: Flags): ProgressOptions {
	return {mode: quiet ? 'quiet' : progress, color, verbose};
}
