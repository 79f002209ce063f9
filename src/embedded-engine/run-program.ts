import {execa} from 'execa';
import {programEnvironment} from './programs.ts';

export type ProgramResult = {readonly ok: boolean; readonly stdout: string; /** stdout and stderr as they came. */ readonly all: string};

export type RunOptions = {
	readonly env: NodeJS.ProcessEnv;
	/** No limit is no choice. Milliseconds; 20 s by default. */
	readonly limitMs?: number;
	readonly signal?: AbortSignal;
	readonly input?: string;
	readonly extraEnvironment?: Readonly<Record<string, string>>;
};

/** Run a system program to its end. A failure is in the result, not thrown. @throws the signal's reason */
export async function runProgram(file: string, args: readonly string[], {env, limitMs = 20_000, signal, input, extraEnvironment}: RunOptions): Promise<ProgramResult> {
	const result = await execa(file, args, {
		env: {...programEnvironment(env), ...extraEnvironment}, extendEnv: false, reject: false, all: true, timeout: limitMs, cancelSignal: signal,
		...(input === undefined ? {stdin: 'ignore'} : {input}),
	});
	signal?.throwIfAborted();
	const said = result.all ?? '';
	const why = result.failed && result.exitCode === undefined ? `${said}\n${file}: ${result.timedOut ? `no end after ${limitMs / 1000} s` : result.shortMessage ?? 'could not be run'}`.trim() : said;
	return {ok: !result.failed, stdout: result.stdout ?? '', all: why};
}

/** The last lines that say something, for an error's `seen`. */
export function lastLines(text: string, count = 15): string[] {
	return text.split('\n').map(line => line.trimEnd()).filter(line => line !== '').slice(-count);
}
