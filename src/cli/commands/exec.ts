import type {Run} from '../invocation.ts';
import {runInKubectlContainer} from '../kubectl-shell.ts';

/** Without a command a shell. */
export const run: Run = async ({flags, words}, signal) => runInKubectlContainer(flags, words.length > 0 ? words : ['bash'], signal);
