/** Do what was asked for. */
import type {Deed} from '../deeds/deed.ts';
import type {Subject} from '../sources/subject.ts';
import {performComponentDeed} from './component.ts';
import {performFaultDeed} from './fault.ts';
import type {Forwards} from './forwards.ts';
import {performObjectDeed} from './object.ts';
import {performSetFlags} from './set-flags.ts';

/** What outlives the deeds that use it. */
export type Tools = {readonly forwards: Forwards};

/**
 * @param underWay told in a word or two what is being done now, where that changes
 * @returns what to say when it is done; undefined: as the deed itself says
 * @throws SingleKubeError of whatever failed; nothing is half done then
 */
export async function perform(subject: Subject, {forwards}: Tools, deed: Deed, underWay: (doing: string) => void, signal: AbortSignal): Promise<string | void> {
	switch (deed.kind) {
		case 'component': {
			return performComponentDeed(subject.engine, deed);
		}

		case 'scale':
		case 'delete':
		case 'rollout-restart': {
			return performObjectDeed(subject, deed, signal);
		}

		case 'forward':
		case 'end-forward': {
			return forwards.perform(deed, signal);
		}

		case 'set-flags': {
			return performSetFlags(subject, deed, underWay, signal);
		}

		case 'add-fault':
		case 'clear-faults': {
			return performFaultDeed(subject, deed, signal);
		}
	}
}
