/** Words as a POSIX shell reads them ("Shell Command Language", 2.2 Quoting). Pure. */

/** The word itself where nothing in it means anything to a shell, else in single quotes. */
export function shellWord(word: string): string {
	return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll('\'', String.raw`'\''`)}'`;
}

/** A command on several lines, each but the last with a backslash at its end. @param groups the words of each line */
export function shellLines(groups: ReadonlyArray<readonly string[]>): string {
	return groups.map((words, index) => `${index === 0 ? '' : '  '}${words.map(word => shellWord(word)).join(' ')}`).join(' \\\n');
}
