/** One thing in a cluster that is not well: what, why, and what to do about it. */

export type Finding = {
	/** Kubernetes' own word where it has one: `ImagePullBackOff`, `Unschedulable`. */
	readonly reason: string;
	/** One line, continuing the object's name. */
	readonly message: string;
	/** One line that says what to do, if possible a command to paste. */
	readonly hint: string;
};

/** An object of the cluster that is not well, why, and what to do. */
export type Problem = Finding & {
	readonly kind: 'Pod' | 'PersistentVolumeClaim' | 'Service';
	readonly namespace: string;
	readonly name: string;
};
