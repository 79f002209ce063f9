/** What the gateway tells about the calls that it passes. */

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
};
