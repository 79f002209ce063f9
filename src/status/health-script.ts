/** Many questions in one exec: an exec costs the engine more than most answers. Pure. */

export type Asked = {readonly id: string; readonly command: readonly string[]};
export type Answer = {readonly exitCode: number; /** Both streams, without what a list of checks says is well. */ readonly output: string};

/** @returns a command for sh that asks all of them at once and prints a line each, for readAnswers */
export function scriptOf(questions: readonly Asked[]): string[] {
	return ['sh', '-c', [
		// Short enough for a pipe to take a line as a whole: they are written side by side.
		'ask() { number=$1; shift; output=$("$@" 2>&1); code=$?; printf "%s %s %s\\n" "$number" "$code" "$(printf %s "$output" | grep -v "^\\[+\\]" | head -c 2000 | base64 | tr -d "\\n")"; }',
		...questions.map(({command}, index) => `ask ${index} ${command.map(word => quote(word)).join(' ')} &`),
		'wait',
	].join('\n')];
}

/** @returns by id; what printed no line is left out */
export function readAnswers(questions: readonly Asked[], printed: string): Map<string, Answer> {
	return new Map(printed.split('\n').flatMap(line => {
		const [, index, code, output] = /^(\d+) (\d+) ([\w+/=]*)$/.exec(line) ?? [];
		const question = questions[Number(index)];
		return question ? [[question.id, {exitCode: Number(code), output: Buffer.from(output!, 'base64').toString('utf8').trim()}]] : [];
	}));
}

function quote(word: string): string {
	return `'${word.replaceAll('\'', String.raw`'\''`)}'`;
}
