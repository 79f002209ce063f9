/** The command line's entry: what bin/single-kube.js loads. A command's own code is loaded when it is called. */
import {CommanderError} from 'commander';
import {buildProgram} from './program.ts';
import {withConfigFile} from './config-file.ts';
import {definitionOf} from './definitions/all.ts';
import {shortHelp} from './help-text.ts';
import {goesOn, runProgram} from './run-program.ts';
import {translateLostFolder, translateUsage} from './usage-error.ts';
import {readErrorFormat} from './error-format.ts';

export async function main(words: readonly string[] = process.argv.slice(2)): Promise<void> {
	await runProgram(async signal => {
		if (words.length === 0) {
			process.stdout.write(shortHelp);
			return 0;
		}

		if (words[0] === 'complete' && words[1] === '--') {
			const {answer} = await import('./completion/answer.ts');
			process.stdout.write(await answer(words.slice(2)));
			return 0;
		}

		let exitCode = 0;
		const program = buildProgram(async invocation => {
			const {run} = await definitionOf(invocation.command).load();
			exitCode = await run(await withConfigFile(invocation), signal);
		});
		try {
			await program.parseAsync([...words], {from: 'user'});
		} catch (error) {
			const translated = error instanceof CommanderError ? translateUsage(error) : translateLostFolder(error);
			if (translated) {
				throw translated;
			}
		}

		return exitCode;
	}, readErrorFormat(words), words.some(word => ['stop', 'delete', 'upgrade'].includes(word)) ? goesOn : '');
}
