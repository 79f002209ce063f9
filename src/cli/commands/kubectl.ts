import type {Run} from '../invocation.ts';
import {runInKubectlContainer} from '../kubectl-shell.ts';

export const run: Run = async ({flags, words}, signal) => runInKubectlContainer(flags, ['kubectl', ...words], signal);
