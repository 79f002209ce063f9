/** One part of a pod's way. */
import type {Time} from './facts.ts';

export const stageIds = ['admitted', 'stored', 'scheduled', 'taken', 'sandbox', 'network', 'initialized', 'image', 'started', 'ready', 'terminating', 'stopped', 'removed', 'deleted'] as const;
export type StageId = (typeof stageIds)[number];

/** Something that happened within a stage. */
export type Detail = {
	readonly time: Time | undefined;
	/** How long it took, of calls. */
	readonly milliseconds?: number;
	readonly text: string;
};

export type Stage = {
	readonly id: StageId;
	/** Whose work it is, by the name of the component: `kube-scheduler`. */
	readonly who: string;
	/** In two or three words, when it is done. */
	readonly title: string;
	readonly done: boolean;
	/** When it was done, where that is known. */
	readonly time: Time | undefined;
	/** One sentence for who learns: who did what and what was written where; of one that is not done, what is to come. */
	readonly says: string;
	readonly details: readonly Detail[];
	/** Somebody who knows more of it was asked and has not answered yet. */
	readonly pending?: boolean;
	/** Why it does not go on by itself, in one sentence. */
	readonly failure?: string | undefined;
};
