/** A cluster that runs is no failure because a home is read-only or absent: the way round is said instead. */
import {SingleKubeError} from '../errors.ts';
import type {Emit} from '../events.ts';

/**
 * @param named whether the user named the file, with KUBECONFIG or an option: then it is an error that it cannot be written
 * @param work writes the kubeconfig, or takes something out of it
 * @returns what the work does; undefined when the kubeconfig cannot be written, and a warning
 * @throws SingleKubeError KUBECONFIG_NOT_WRITABLE when the file was named; whatever else the work throws
 */
export async function kubeconfigOrWarning<T>(named: boolean, cluster: string, emit: Emit, work: () => Promise<T>): Promise<T | undefined> {
	try {
		return await work();
	} catch (error) {
		if (named || !(error instanceof SingleKubeError && error.code === 'KUBECONFIG_NOT_WRITABLE')) {
			throw error;
		}

		emit({
			type: 'warned', phase: 'cluster',
			text: `${error.message} (${error.seen.join('; ')}): it was left alone. Without it: single-kube --name ${cluster} kubectl get nodes; or elsewhere: single-kube kubeconfig --name ${cluster} > FILE, and KUBECONFIG=FILE`,
		});
		return undefined;
	}
}
