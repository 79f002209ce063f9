/** Have a component's own program read flags before anything is replaced: what it does not know is refused by it. */
import type {Engine} from '../../engine/engine.ts';
import {SingleKubeError} from '../../errors.ts';
import {hasHelp} from '../../explain/component-flags.ts';
import {programOf} from '../../explain/flags.ts';
import {askProgram} from '../../explain/program-help.ts';
import {type ExtraConfigChange, isKey} from '../../plan/extra-config.ts';
import type {Component} from '../../plan/topology.ts';
import {judgeHelp} from './judge-help.ts';

/**
 * @param component as it is to be
 * @param changes with the component's own name
 * @throws SingleKubeError OPTION_INVALID naming the nearest flag; those of the engine; the signal's reason
 */
export async function tryFlags(engine: Engine, cluster: string, {name, container: {image, entrypoint = [], command}, files}: Component, changes: readonly ExtraConfigChange[], signal: AbortSignal): Promise<void> {
	const program = programOf([...entrypoint, ...command]);
	const words = changes.flatMap(({name, value}) => value === undefined || isKey(name) || isTopKey(name, files.files) ? [] : [`--${name}=${value}`]);
	if (!hasHelp(program) || words.length === 0) {
		return;
	}

	const answer = await askProgram(engine, cluster, {image, program}, [...words, '--help'], signal);
	if (answer.exitCode === 0) {
		return;
	}

	const help = await askProgram(engine, cluster, {image, program}, ['--help'], signal);
	// Where the help itself fails, the program is not to be asked this way.
	const verdict = help.exitCode === 0 ? judgeHelp(answer, help.lines) : undefined;
	if (verdict) {
		throw new SingleKubeError('OPTION_INVALID', `${program} does not take ${words.length === 1 ? words[0]! : 'these flags'}: ${verdict.says}`, {
			seen: words.length === 1 ? [] : words, hint: verdict.near === undefined ? `All that it knows: single-kube flags ${name} --all` : `Did you mean ${verdict.near}?`,
		});
	}
}

/** `mode` of kube-proxy's file looks like a flag, and is none. */
function isTopKey(name: string, files: Readonly<Record<string, unknown>>): boolean {
	return Object.values(files).some(content => typeof content === 'object' && content !== null && 'kind' in content && name in content);
}
