import type {ErrorFormat} from './print-error.ts';

/** How errors are to be printed, read from words that may be what the error is about. */
export function readErrorFormat(words: readonly string[]): ErrorFormat {
	// What follows these belongs to another program.
	const end = words.findIndex(word => ['kubectl', 'exec', '--'].includes(word));
	const own = end === -1 || words[end] === 'exec' ? words : words.slice(0, end);
	const beforeDashes = own.includes('--') ? own.slice(0, own.indexOf('--')) : own;
	return {
		json: beforeDashes.some((word, index) => ['-ojson', '--output=json'].includes(word) || (word === 'json' && ['-o', '--output'].includes(beforeDashes[index - 1] ?? ''))),
		verbose: beforeDashes.some(word => ['-v', '--verbose'].includes(word)),
	};
}
