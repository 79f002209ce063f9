/** Which part of a long list is visible. Pure. */

/** @returns the index of the first visible row, with the chosen one in the middle where that is possible */
export function firstVisible(count: number, room: number, chosen: number): number {
	return clamp(chosen - Math.floor(room / 2), 0, count - room);
}

/** The highest that a number of lines can be scrolled in so much room. */
export function highestScroll(count: number, room: number): number {
	return Math.max(0, count - room);
}

export function clamp(value: number, least: number, most: number): number {
	return Math.max(least, Math.min(most, value));
}
