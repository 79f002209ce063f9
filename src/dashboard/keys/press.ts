/** From a key to the next state, and to what has to be done. Pure. */
import {notice} from '../reduce.ts';
import type {DashboardState} from '../state.ts';
import type {Binding, Step} from './binding.ts';
import {actionBindings} from './act.ts';
import {chooseBindings} from './choose.ts';
import {faultBindings} from './fault.ts';
import {flagBindings} from './flags.ts';
import {followBindings} from './follow.ts';
import {forwardsBinding} from './forwards.ts';
import {logBindings} from './log.ts';
import {lookBindings} from './look.ts';
import {moveBindings} from './move.ts';
import {pressInDialog} from './dialogs/press.ts';
import {kubectlShellBinding} from './shell.ts';
import {workloadBindings} from './workloads.ts';

/** Every key outside of dialogs, in the order of the footer and of the help. */
export const bindings: readonly Binding[] = [...actionBindings, ...faultBindings, ...flagBindings, ...lookBindings, ...logBindings, ...workloadBindings, ...followBindings, ...chooseBindings, forwardsBinding, kubectlShellBinding, ...moveBindings];

/** @param key its name: `k`, `up`, `ctrl+k`; one that means nothing changes nothing */
export function press(state: DashboardState, key: string): Step {
	if (state.dialog) {
		return pressInDialog(state, state.dialog, key);
	}

	const binding = bindings.find(({keys, applies}) => keys.includes(key) && (applies?.(state) ?? true));
	if (!binding) {
		return {state};
	}

	const why = binding.refusal?.(state);
	return why === undefined ? binding.press({...state, notice: undefined}) : {state: {...state, notice: notice(why, 'warn', state.now)}};
}
