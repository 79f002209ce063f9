import {readFile} from 'node:fs/promises';
import {formatBytes} from '../format-bytes.ts';
import {type Check, error, type Finding, found, type Problem, skipped, warning} from '../check.ts';
import {engineElsewhere} from '../context.ts';

/** Bytes; `available` and `swap` only of this machine. */
export type MemorySeen = {readonly total: number; readonly available: number | undefined; readonly swap: number | undefined; readonly elsewhere: boolean};

const mebibyte = 1024 ** 2;
/** Measured: an idle cluster uses 350 to 420 MiB (docs/measurements.md), the engine and pods come on top. */
const least = 512 * mebibyte;
const enough = 1792 * mebibyte;
const leastAvailable = 640 * mebibyte;

export const memory: Check = {
	name: 'memory', about: 'memory of the engine\'s machine', quick: true, atStart: 'warn',
	async run(context) {
		const elsewhere = await engineElsewhere(context);
		const here = elsewhere === undefined ? await readMemory() : undefined;
		const total = (await context.condition().catch(() => undefined))?.memoryBytes ?? here?.total;
		return total === undefined ? skipped(elsewhere ?? 'this kernel does not say') : judgeMemory({total, available: here?.available, swap: here?.swap, elsewhere: elsewhere !== undefined});
	},
};

/** Pure. */
export function judgeMemory({total, available, swap, elsewhere}: MemorySeen): Finding {
	const seen = [`${formatBytes(total)} in all`, ...available === undefined ? [] : [`${formatBytes(available)} available`], ...swap ? [`${formatBytes(swap)} of swap`] : []].join(', ');
	const more = elsewhere ? 'Give the engine\'s machine 2 GiB or more: Docker Desktop has it under Settings, Resources' : 'See who uses it: ps axo rss,comm --sort=-rss | head. Use an engine on a machine with 2 GiB or more';
	return found(seen, problems(total, available, more));
}

function problems(total: number, available: number | undefined, fix: string): Problem[] {
	if (total < least) {
		return [error(`the engine's machine has ${formatBytes(total)} of memory; an idle cluster alone uses 420 MiB`, fix)];
	}

	if (total < enough) {
		return [warning(`the engine's machine has ${formatBytes(total)} of memory, which leaves little for pods`, fix)];
	}

	return available !== undefined && available < leastAvailable
		? [warning(`${formatBytes(available)} of memory are available; one more cluster uses 420 MiB before its first pod`, fix)] : [];
}

/** Linux's own estimate of what a new program can have: `MemAvailable` of proc(5). */
export function parseMemory(text: string): Record<'total' | 'available' | 'swap', number | undefined> {
	const of = (name: string): number | undefined => {
		const kibibytes = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1];
		return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
	};
	return {total: of('MemTotal'), available: of('MemAvailable'), swap: of('SwapTotal')};
}

async function readMemory(): Promise<ReturnType<typeof parseMemory>> {
	return parseMemory(await readFile('/proc/meminfo', 'utf8').catch(() => ''));
}
