/**
 * Transcripts: what is typed and what it says, as one reads it in a terminal, with gaps for what differs each time.
 *
 *     $ single-kube list          typed, run by bash
 *     NAME  STATE <*>             `<*>` is any text in a line
 *     ...                         any lines, or none
 *     ! error <*>                 a line of standard error; without one standard error does not count
 *     [3]                         the exit code, 0 when it is not said
 */
export type Step = {
	readonly line: string;
	readonly stdout: readonly string[];
	/** Undefined when it does not count. */
	readonly stderr: readonly string[] | undefined;
	readonly exitCode: number;
};

export type Seen = {readonly stdout: string; readonly stderr: string; readonly exitCode: number};

/** @param text lines that begin with # are titles, and left out */
export function parseTranscript(text: string): Step[] {
	const steps: Array<{line: string; stdout: string[]; stderr: string[] | undefined; exitCode: number}> = [];
	for (const line of text.split('\n').map(line => line.trimEnd())) {
		const current = steps.at(-1);
		const exit = /^\[(\d+)\]$/.exec(line);
		if (line.startsWith('$ ')) {
			steps.push({line: line.slice(2), stdout: [], stderr: undefined, exitCode: 0});
		} else if (!current || line.startsWith('# ')) {
			continue;
		} else if (exit) {
			current.exitCode = Number(exit[1]);
		} else if (line.startsWith('! ')) {
			current.stderr = [...current.stderr ?? [], line.slice(2)];
		} else {
			current.stdout.push(line);
		}
	}

	// The empty lines between two steps are for the reader.
	return steps.map(step => ({...step, stdout: withoutEnd(step.stdout)}));
}

/** @returns what differs, for a person; undefined when nothing does */
export function compare(step: Step, seen: Seen): string | undefined {
	const ok = step.exitCode === seen.exitCode && matches(step.stdout, linesOf(seen.stdout)) && (step.stderr === undefined || matches(step.stderr, linesOf(seen.stderr)));
	return ok ? undefined : [`$ ${step.line}`, seen.stdout.trimEnd(), ...linesOf(seen.stderr).map(line => `! ${line}`), `[${seen.exitCode}]`, '--- expected:', ...step.stdout, ...(step.stderr ?? []).map(line => `! ${line}`), `[${step.exitCode}]`].join('\n');
}

function matches(expected: readonly string[], lines: readonly string[]): boolean {
	const [first, ...others] = expected;
	if (first === undefined) {
		return lines.length === 0;
	}

	if (first === '...') {
		return Array.from({length: lines.length + 1}, (_, skipped) => skipped).some(skipped => matches(others, lines.slice(skipped)));
	}

	return lines.length > 0 && patternOf(first).test(lines[0]!) && matches(others, lines.slice(1));
}

/** Columns are as wide as what is in them: any number of spaces is one. */
function patternOf(line: string): RegExp {
	const literal = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`).replaceAll(/ +/g, ' +');
	return new RegExp(`^${line.split('<*>').map(text => literal(text)).join('.*')} *$`);
}

function linesOf(text: string): string[] {
	return withoutEnd(text.split('\n').map(line => line.trimEnd()));
}

function withoutEnd(lines: readonly string[]): string[] {
	const last = lines.findLastIndex(line => line !== '');
	return lines.slice(0, last + 1);
}
