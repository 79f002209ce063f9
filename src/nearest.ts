/** The known word that a mistyped one was probably meant to be. Pure; commander does the same for commands and options, but keeps it to itself. */

/** @returns undefined when none is near: more than two in five of the letters differ */
export function nearest(word: string, known: readonly string[]): string | undefined {
	const ranked = [...new Set(known)]
		.map(candidate => ({candidate, distance: distance(word, candidate)}))
		.filter(({candidate, distance}) => distance <= 0.4 * Math.max(word.length, candidate.length))
		.sort((a, b) => a.distance - b.distance);
	return ranked[0]?.candidate;
}

/** Damerau and Levenshtein's: letters inserted, left out, changed, or two neighbours swapped. */
function distance(a: string, b: string): number {
	const rows: number[][] = [Array.from({length: b.length + 1}, (_, column) => column)];
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const changed = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
			const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? rows[i - 2]![j - 2]! + 1 : Number.POSITIVE_INFINITY;
			row.push(Math.min(changed, rows[i - 1]![j]! + 1, row[j - 1]! + 1, swapped));
		}

		rows.push(row);
	}

	return rows[a.length]![b.length]!;
}
