/** Whether a node has been heard of lately, as the controller-manager would ask: by its lease. */
import type {Probe} from './topology.ts';

/**
 * The controller-manager takes a node for dead 40 s after its last sign of life (`--node-monitor-grace-period`,
 * kube-controller-manager reference); a kubelet renews its lease every 10 s. In between is fresh enough, in seconds.
 */
const freshWithin = 20;

/** Both times by the engine's machine: the container asks for its own. */
export function heartbeatOf(node: string): Probe {
	return {
		kind: 'exec', component: 'kubectl', command: ['sh', '-c', [
			`renewed=$(kubectl get lease --request-timeout=5s --namespace kube-node-lease "$0" --output 'jsonpath={.spec.renewTime}')`,
			`[ $(( $(date +%s) - $(date --date "$renewed" +%s) )) -lt ${freshWithin} ]`,
		].join(' && '), node],
	};
}
