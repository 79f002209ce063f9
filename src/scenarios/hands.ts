/** What the steps of a scenario work with. */
import type {Api} from '../api/api.ts';
import type {Engine} from '../engine/engine.ts';
import type {ExecResult} from '../engine/exec.ts';
import type {FaultSpec} from '../faults/fault.ts';
import type {Topology} from '../plan/topology.ts';
import type {Asker} from './asker.ts';
import type {Judgement} from './assertions/judge.ts';

export type Hands = {
	readonly engine: Engine;
	readonly cluster: string;
	readonly topology: Topology;
	readonly api: Api;
	/** Where objects live that say nothing else. */
	readonly namespace: string;
	readonly asker: Asker;
	/** Whether the whole cluster is well at this moment. */
	readonly well: (signal: AbortSignal) => Promise<Judgement>;
	/** In the kubectl container. @param input its standard input */
	readonly kubectl: (words: readonly string[], signal: AbortSignal, input?: string) => Promise<ExecResult>;
	/** @param component as a person names it @returns its id and what to expect */
	readonly addFault: (component: string, spec: FaultSpec, signal: AbortSignal) => Promise<{readonly component: string; readonly expect: string}>;
	/** @param component undefined: all of the cluster's @returns how many were undone */
	readonly clearFaults: (component: string | undefined, signal: AbortSignal) => Promise<number>;
};
