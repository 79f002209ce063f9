/** From two states of the zones to dynamic updates (RFC 2136), as commands of nsupdate. */
import type {ZoneLines} from './zones.ts';

/** One message: it is taken as a whole or not at all. */
export type Update = {readonly zone: string; readonly commands: readonly string[]};

/** A message has 64 KiB at most, and takes less than its text. */
const charactersAtOnce = 48_000;

/**
 * What leads from one state to another. The changes of one name are in one message, deletions first, so that nobody sees
 * half of them; only what no message could hold is parted.
 *
 * @returns no update for a zone in which nothing changed
 */
export function updatesBetween(before: ReadonlyMap<string, ZoneLines>, after: ReadonlyMap<string, ZoneLines>): Update[] {
	return [...after].flatMap(([zone, lines]) => {
		const old = before.get(zone) ?? new Set<string>();
		const deleted = [...old].filter(line => !lines.has(line)).map(line => ({name: nameOf(line), command: `update delete ${withoutTtl(line)}`}));
		const added = [...lines].filter(line => !old.has(line)).map(line => ({name: nameOf(line), command: `update add ${line}`}));
		const byName = new Map<string, string[]>();
		for (const {name, command} of [...deleted, ...added]) {
			const commands = byName.get(name) ?? [];
			commands.push(command);
			byName.set(name, commands);
		}

		return inMessages([...byName.values()]).map(commands => ({zone, commands}));
	});
}

function inMessages(groups: readonly string[][]): string[][] {
	const messages: string[][] = [];
	let characters = Number.POSITIVE_INFINITY;
	for (const group of groups.flatMap(commands => sizeOf(commands) > charactersAtOnce ? commands.map(command => [command]) : [commands])) {
		if (characters + sizeOf(group) > charactersAtOnce) {
			messages.push([]);
			characters = 0;
		}

		messages.at(-1)!.push(...group);
		characters += sizeOf(group);
	}

	return messages;
}

function sizeOf(commands: readonly string[]): number {
	return commands.reduce((sum, command) => sum + command.length, 0);
}

function nameOf(line: string): string {
	return line.slice(0, line.indexOf(' '));
}

/** A deletion names the record without its time to live. */
function withoutTtl(line: string): string {
	return line.replace(/^(\S+) \d+ /, '$1 ');
}
