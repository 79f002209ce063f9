import {killComponents} from '../../cluster/components/kill.ts';
import {runOnComponents} from '../component-report.ts';
import type {Run} from '../invocation.ts';

export const run: Run = async ({flags, words}, signal) => runOnComponents(flags, async (options, emit) =>
	killComponents(words, {signal: flags.signal, wait: Boolean(flags.wait)}, options, emit, signal));
