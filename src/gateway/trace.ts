/** What the gateway tells about the calls that it passes. */

/** The pod that a call is about, as the kubelet's labels on its containers name it. */
export type PodOfCall = {
	readonly namespace: string;
	readonly pod: string;
	readonly uid: string;
	/** Its name in the pod; `POD` is the sandbox, which only holds the pod's namespaces. */
	readonly container: string;
};

/** One call of a client, told when it is over. */
export type TraceRecord = {
	/** When it arrived, in milliseconds since the epoch. */
	readonly at: number;
	readonly method: string;
	/** As the client wrote it. */
	readonly path: string;
	/** What the client was answered with; 0 when it went away before an answer. */
	readonly status: number;
	/** From the arrival of the request's head to the end of the answer, or of the stream. */
	readonly milliseconds: number;
	/** What was rewritten or refused, in words. */
	readonly notes: readonly string[];
	/** Of calls on a container of a pod. */
	readonly about?: PodOfCall;
};
