/** Flags on a component's command line. Pure. */

/**
 * A flag that is there is replaced where it stands, however often; another one comes last.
 *
 * @param name without its dashes
 * @param values one for each time that it is to be there
 */
export function setFlag(command: readonly string[], name: string, values: readonly string[]): string[] {
	const added = values.map(value => `--${name}=${value}`);
	const first = command.findIndex(word => isFlag(word, name));
	const others = command.filter(word => !isFlag(word, name));
	const at = first < 0 ? others.length : first;
	return [...others.slice(0, at), ...added, ...others.slice(at)];
}

/** @returns what follows its `=`, once for each time that it is there */
export function valuesOfFlag(command: readonly string[], name: string): string[] {
	return command.filter(word => isFlag(word, name)).map(word => word.slice(name.length + 3));
}

function isFlag(word: string, name: string): boolean {
	return word === `--${name}` || word.startsWith(`--${name}=`);
}
