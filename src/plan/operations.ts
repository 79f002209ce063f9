/** A plan: operations, each one engine call, each with the reason for it and the operations it has to wait for. */
import type {Fault} from '../faults/fault.ts';
import type {NetworkSpec, VolumeSpec} from './topology.ts';

/** One call to the engine. */
export type Operation =
	| {readonly kind: 'create-network'; readonly network: NetworkSpec}
	| {readonly kind: 'remove-network'; readonly id: string; readonly name: string}
	| {readonly kind: 'create-volume'; readonly volume: VolumeSpec}
	| {readonly kind: 'remove-volume'; readonly name: string}
	/** Write certificates, kubeconfigs and files into the config volumes of these components. */
	| {readonly kind: 'deliver-files'; readonly components: readonly string[]}
	/** Have the apiserver take the topology's objects, and drop those of add-ons that are switched off. */
	| {readonly kind: 'apply-objects'; readonly wanted: number; readonly unwanted: number}
	| {readonly kind: 'create-container'; readonly component: string; readonly name: string}
	| {readonly kind: 'start-container'; readonly component: string; readonly name: string}
	| {readonly kind: 'pause-container'; readonly component: string; readonly name: string}
	| {readonly kind: 'unpause-container'; readonly component: string; readonly name: string}
	| {readonly kind: 'kill-container'; readonly component: string; readonly name: string}
	| {readonly kind: 'stop-container'; readonly component: string; readonly name: string; readonly graceSeconds: number}
	| {readonly kind: 'remove-container'; readonly component: string; readonly name: string}
	/** Put back what a fault of the fault lab broke, and forget it; what it ended is not started by this. */
	| {readonly kind: 'end-fault'; readonly component: string; readonly fault: Fault}
	| {readonly kind: 'stop-pods'; readonly node: string; readonly containers: readonly string[]; readonly graceSeconds: number}
	| {readonly kind: 'remove-pods'; readonly node: string; readonly containers: readonly string[]}
	| {readonly kind: 'pause-pods'; readonly node: string; readonly containers: readonly string[]}
	| {readonly kind: 'unpause-pods'; readonly node: string; readonly containers: readonly string[]}
	/** Until a kubelet has said since it was thawed that its node lives: before that a controller would take it for dead. */
	| {readonly kind: 'await-heartbeat'; readonly component: string; readonly name: string; readonly node: string}
	| {readonly kind: 'await-serving'; readonly component: string; readonly name: string}
	| {readonly kind: 'await-ready'; readonly component: string; readonly name: string}
	| {readonly kind: 'await-exit'; readonly component: string; readonly name: string}
	/** Take back what a node left on the engine's host: mounts, cgroups, directories. */
	| {readonly kind: 'clean-host'; readonly image: string};

/** An operation, why it is done, and what it waits for. */
export type PlannedOperation = {
	readonly id: number;
	readonly operation: Operation;
	readonly reason: string;
	/** Ids of the operations that have to be done before. */
	readonly after: readonly number[];
};

/** Operations, each after those that it waits for. */
export type Plan = readonly PlannedOperation[];

/** Collects operations and hands out their ids. */
export class PlanBuilder {
	readonly #operations: PlannedOperation[] = [];
	#first: readonly number[] = [];

	add(operation: Operation, reason: string, after: ReadonlyArray<number | undefined> = []): number {
		const id = this.#operations.length + 1;
		const known = [...new Set(after.filter(before => before !== undefined))].sort((a, b) => a - b);
		this.#operations.push({id, operation, reason, after: known.length > 0 ? known : this.#first});
		return id;
	}

	/** What is added from now on waits for all that was added so far. */
	finishFirst(): void {
		this.#first = this.#operations.map(({id}) => id);
	}

	get plan(): Plan {
		return this.#operations;
	}
}
