/** Times of a way in few characters. A time that is known to the second only says so. Pure. */
import type {Step} from './way.ts';

/** `+0.022 s`; `~ +1 s` of what is known to the second only; `?` of what nobody saw. */
export function formatSince({since, exact}: Pick<Step, 'since' | 'exact'>): string {
	return since === undefined ? '?' : exact ? `+${(since / 1000).toFixed(3)} s` : `~ +${Math.round(since / 1000)} s`;
}

/** `0.4 ms`, `22 ms`, `1.4 s`, `3 min`. @param exact else in whole seconds */
export function formatDuration(milliseconds: number, exact: boolean): string {
	if (!exact) {
		return milliseconds < 120_000 ? `${Math.round(milliseconds / 1000)} s` : `${Math.round(milliseconds / 60_000)} min`;
	}

	if (milliseconds < 1000) {
		return `${milliseconds < 9.95 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
	}

	return milliseconds < 120_000 ? `${(milliseconds / 1000).toFixed(milliseconds < 9950 ? 2 : 1)} s` : `${Math.round(milliseconds / 60_000)} min`;
}
