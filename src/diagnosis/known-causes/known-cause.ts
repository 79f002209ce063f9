/** What a component says in its log when it ends, and what that means. Data: one entry a cause; find-cause.ts looks them up. */

export type KnownCause = {
	/** Unique, for tests and for `-o json`. */
	readonly name: string;
	/** Names of components without their node (`kubelet`); all when left out. */
	readonly components?: readonly string[];
	/** Of one line of the log. Its named groups can be used in `cause` and `fix`. */
	readonly pattern: RegExp;
	/** In words, continuing "cause: ". `{component}`, `{cluster}`, `{container}` and the pattern's groups are filled in. */
	readonly cause: string;
	/** What to do, as a command to paste where there is one; filled in as `cause` is. */
	readonly fix: string;
	/** It may also be said on the way to a good end: it counts only among the last lines. */
	readonly passing?: true;
};
