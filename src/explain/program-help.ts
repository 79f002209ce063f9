/** Ask a program of an image for its flags: a container without a network that runs `--help` to its end. */
import {inertContainer, momentary} from '../cluster/workbench.ts';
import {runToEnd} from '../cluster/run-to-end.ts';
import type {Engine} from '../engine/engine.ts';
import {parseHelp, type ProgramFlag} from './program-flags.ts';

/** In seconds, and in lines of output. */
const limitSeconds = 60;
const longest = 5000;

export type Program = {readonly image: string; readonly program: string};
export type Answer = {readonly exitCode: number; /** Of both streams. */ readonly lines: readonly string[]};

/** @throws SingleKubeError ENGINE_CALL_FAILED, IMAGE_MISSING, TIMEOUT; the signal's reason */
export async function programFlags(engine: Engine, cluster: string, program: Program, signal: AbortSignal): Promise<ProgramFlag[]> {
	return parseHelp((await askProgram(engine, cluster, program, ['--help'], signal)).lines.join('\n'));
}

/**
 * Run a program with `--help` among its words: it does nothing but read them.
 *
 * @throws SingleKubeError ENGINE_CALL_FAILED, IMAGE_MISSING, TIMEOUT; the signal's reason
 */
export async function askProgram(engine: Engine, cluster: string, {image, program}: Program, words: readonly string[], signal: AbortSignal): Promise<Answer> {
	const spec = {...inertContainer(cluster, momentary('help'), image), entrypoint: [program], command: words};
	const {exitCode, said} = await runToEnd(engine, spec, {what: `${program} --help`, limitSeconds, hint: 'See what keeps the engine busy (docker stats), and ask again', lines: longest, signal});
	return {exitCode, lines: said};
}
