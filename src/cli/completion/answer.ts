/** Answers a shell: `single-kube complete -- WORDS…`, called by the script that `completion` prints. */
import {orAborted} from '../../or-aborted.ts';
import {kubectlWords} from './kubectl-words.ts';
import {lookUp} from './look-up.ts';
import {type Candidate, type Wanted, wanted} from './wanted.ts';

/** Milliseconds: whoever presses Tab waits for it. */
const limit = 1500;

/** What the shell is to do with the answer, as the scripts read it: cobra's ShellCompDirective. */
const directives = {files: 0, noFiles: 4, folders: 16} as const;

/**
 * @param words all after `single-kube`, the last one being typed, perhaps empty
 * @returns a line for each candidate, `value TAB description`, and one with what the shell is to do: `:4`. Never fails: what
 *   cannot be looked up is not there to be completed
 */
export async function answer(words: readonly string[]): Promise<string> {
	const want = wanted(words);
	const found = await find(want).catch(() => []);
	const all = [...want.candidates, ...found.filter(({value}) => value.startsWith(want.current))];
	const lines = [...new Map(all.map(candidate => [candidate.value, candidate])).values()]
		.map(({value, says}) => `${value}\t${says.replaceAll(/\s+/g, ' ')}`);
	return [...lines, `:${directiveOf(want)}`, ''].join('\n');
}

async function find({lookUp: what, command, words, current, flags}: Wanted): Promise<Candidate[]> {
	const signal = AbortSignal.timeout(limit);
	const asked = {name: flags['name'], engine: flags['engine'], namespace: flags['namespace'], words};
	if (what === 'kubectl') {
		return kubectlWords(words, current, asked, signal);
	}

	// Components that were named already are not wanted once more.
	return what === undefined || what === 'file' || what === 'directory' ? [] : (await orAborted(lookUp(what, asked, signal), signal)).filter(({value}) => command === undefined || !words.includes(value));
}

function directiveOf({lookUp: what}: Wanted): number {
	return what === 'file' ? directives.files : what === 'directory' ? directives.folders : directives.noFiles;
}
