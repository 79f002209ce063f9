/** Do what was asked for. */
import type {Deed} from '../deeds/deed.ts';
import type {Subject} from '../sources/subject.ts';
import {performComponentDeed} from './component.ts';

/**
 * @param underWay told in a word or two what is being done now, where that changes
 * @returns what to say when it is done; undefined: as the deed itself says
 * @throws SingleKubeError of whatever failed; nothing is half done then
 */
export async function perform({engine}: Subject, deed: Deed, _underWay: (doing: string) => void, _signal: AbortSignal): Promise<string | void> {
	switch (deed.kind) {
		case 'component': {
			return performComponentDeed(engine, deed);
		}
	}
}
