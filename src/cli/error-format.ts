import type {ErrorFormat} from './print-error.ts';

/** How errors are to be printed, read from words that may be what the error is about. */
export function readErrorFormat(words: readonly string[]): ErrorFormat {
	// What follows these belongs to another program.
	const end = words.findIndex(word => ['kubectl', 'exec', '--'].includes(word));
	const own = end === -1 || words[end] === 'exec' ? words : words.slice(0, end);
	const beforeDashes = own.includes('--') ? own.slice(0, own.indexOf('--')) : own;
	// For a command that writes a file `-o` names that.
	const short = beforeDashes.includes('bundle') ? [] : ['-o'];
	return {
		// Whoever reads events line by line reads the error that ends them, too.
		json: beforeDashes.some((word, index) => [...short.map(option => `${option}json`), '--output=json', '--json', '--progress=json'].includes(word)
			|| (word === 'json' && [...short, '--output', '--progress'].includes(beforeDashes[index - 1] ?? ''))),
		verbose: beforeDashes.some(word => ['-v', '--verbose'].includes(word)),
	};
}
