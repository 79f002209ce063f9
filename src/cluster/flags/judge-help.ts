/** What a program that was given flags and `--help` thinks of the flags. Pure. */
import {nearest} from '../../nearest.ts';
import {parseHelp} from '../../explain/program-flags.ts';
import type {Answer} from '../../explain/program-help.ts';

export type Verdict = {
	/** In the program's own words: `unknown flag: --max-podz`. */
	readonly says: string;
	/** A flag that it has and that was probably meant: `--max-pods`. */
	readonly near: string | undefined;
};

/** As cobra and pflag, Go's own flag package (etcd), and Kubernetes' gates have it. */
const complaints = [/unknown (?:shorthand )?flag: .*?(--?[\w.-]+)/, /flag provided but not defined: (--?[\w.-]+)/, /invalid (?:argument|value) .*/, /unrecognized feature gate.*/, /bad flag syntax.*/, /flag needs an argument.*/];

/**
 * Flags are read from left to right, before `--help` is answered: one that there is not, or whose value cannot be read, is told of.
 *
 * @param answer to the flags with `--help`
 * @param help what it printed for `--help` alone
 * @returns undefined when it takes them, or says nothing that is known
 */
export function judgeHelp({exitCode, lines}: Answer, help: readonly string[]): Verdict | undefined {
	if (exitCode === 0) {
		return undefined;
	}

	for (const complaint of complaints) {
		// klog and logrus put it into quotes.
		const [says, flag] = lines.map(line => complaint.exec(line.replaceAll(String.raw`\"`, '\'').replace(/"$/, ''))).find(match => match !== null) ?? [];
		if (says !== undefined) {
			return {says: says.trim(), near: flag === undefined ? undefined : nearest(flag.replace(/^--?/, '--'), parseHelp(help.join('\n')).map(known => known.flag))};
		}
	}

	return undefined;
}
