/** Who talks to whom, drawn in plain characters: the callers of each on the left, it on the right. Pure. */

export type Talk = {readonly from: string; readonly to: string};

/**
 * @param talks each pair once
 * @returns lines; whom most talk to comes first; none when nobody talks
 */
export function drawTalks(talks: readonly Talk[]): string[] {
	const targets = [...new Set(talks.map(({to}) => to))];
	const callersOf = (to: string): string[] => talks.filter(talk => talk.to === to).map(({from}) => from);
	const width = Math.max(0, ...talks.map(({from}) => from.length));
	return targets
		.map((to, index) => ({to, callers: callersOf(to), index}))
		.sort((a, b) => b.callers.length - a.callers.length || a.index - b.index)
		.flatMap(({to, callers}, index) => [...index === 0 ? [] : [''], ...drawOne(callers, to, width)]);
}

function drawOne(callers: readonly string[], to: string, width: number): string[] {
	const middle = Math.floor((callers.length - 1) / 2);
	return callers.map((caller, row) => {
		const line = `${caller} ${'-'.repeat(width - caller.length + 2)}`;
		const joint = callers.length === 1 ? '-' : row === 0 ? '.' : row === callers.length - 1 ? '\'' : '|';
		return row === middle ? `${line}${callers.length === 1 ? '-' : '+'}--> ${to}` : `${line}${joint}`;
	});
}
