/** Hints are written for the cluster `default`; for another one each command has to name it. Pure. */
import {defaultName} from '../cluster/options.ts';
import {SingleKubeError} from '../errors.ts';
import type {Problem} from './problem.ts';

/** @param text with commands such as `single-kube status` @returns the same for this cluster: `single-kube --name dev status` */
export function forCluster(text: string, cluster: string): string {
	return cluster === defaultName ? text : text.replaceAll(/\bsingle-kube (?=[a-z])/g, `single-kube --name ${cluster} `);
}

export function problemsOf(cluster: string, problems: readonly Problem[]): Problem[] {
	return problems.map(problem => ({...problem, hint: forCluster(problem.hint, cluster)}));
}

/** Do the work. @throws what it throws, the commands in it being for this cluster */
export function inCluster<Result>(cluster: string, work: () => Result): Result {
	try {
		return work();
	} catch (error) {
		if (!(error instanceof SingleKubeError)) {
			throw error;
		}

		const {code, message, seen, hint} = error;
		throw new SingleKubeError(code, message, {seen: seen.map(line => forCluster(line, cluster)), hint: hint === undefined ? undefined : forCluster(hint, cluster), cause: error});
	}
}
