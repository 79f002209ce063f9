import {type KeyProps, useKeys} from './use-keys.ts';

/** The dashboard for who listens, as ink runs it: keys go out, and nothing is drawn; what there is to say is written beside it. */
export function Ears(keys: KeyProps): null {
	useKeys(keys);
	return null;
}
