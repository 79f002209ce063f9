/** The programs that get the terminal for a while. Pure. */

export type Handover =
	/** As `single-kube exec` opens it. */
	| {readonly kind: 'kubectl-shell'};
