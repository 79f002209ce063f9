/** Everything that the dashboard can be asked to do to a cluster: a family of deeds in a file of this folder, its performer in perform/. Pure. */
import type {DashboardState} from '../state.ts';
import {type ComponentDeed, componentDeedText} from './component.ts';
import type {DeedText} from './deed-text.ts';
import {type FaultDeed, faultDeedText} from './fault.ts';
import {type ForwardDeed, forwardDeedText} from './forward.ts';
import {type ObjectDeed, objectDeedText} from './object.ts';
import {type SetFlagsDeed, setFlagsText} from './set-flags.ts';

export type Deed = ComponentDeed | FaultDeed | SetFlagsDeed | ObjectDeed | ForwardDeed;

export function deedText(deed: Deed, state: DashboardState): DeedText {
	switch (deed.kind) {
		case 'component': {
			return componentDeedText(deed, state);
		}

		case 'scale':
		case 'delete':
		case 'rollout-restart': {
			return objectDeedText(deed, state);
		}

		case 'forward':
		case 'end-forward': {
			return forwardDeedText(deed, state);
		}

		case 'set-flags': {
			return setFlagsText(deed, state);
		}

		case 'add-fault':
		case 'clear-faults': {
			return faultDeedText(deed, state);
		}
	}
}
