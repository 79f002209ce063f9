/** The programs that get the terminal for a while. Pure. */

export type Handover =
	/** As `single-kube exec` opens it. */
	| {readonly kind: 'kubectl-shell'}
	/** A shell in a container of a pod, as `kubectl exec -it` opens it; `command` does the same. */
	| {readonly kind: 'pod-shell'; readonly namespace: string; readonly pod: string; readonly container: string; readonly command: string};
