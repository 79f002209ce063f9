/** Ask a program of an image for its flags: a container without a network that runs `--help` to its end. */
import {inertContainer} from '../cluster/workbench.ts';
import {createContainer, removeContainer, startContainer, waitContainer} from '../engine/containers.ts';
import type {Engine} from '../engine/engine.ts';
import {logTail} from '../engine/logs.ts';
import {SingleKubeError} from '../errors.ts';
import {deadline} from '../health/deadline.ts';
import {parseHelp, type ProgramFlag} from './program-flags.ts';

/** In seconds, and in lines of output. */
const limitSeconds = 60;
const longest = 5000;

/** @throws SingleKubeError ENGINE_CALL_FAILED, IMAGE_MISSING, TIMEOUT; the signal's reason */
export async function programFlags(engine: Engine, cluster: string, {image, program}: {readonly image: string; readonly program: string}, signal: AbortSignal): Promise<ProgramFlag[]> {
	const spec = {...inertContainer(cluster, `help-${process.pid}-${Date.now()}`, image), entrypoint: [program], command: ['--help']};
	const limit = deadline(limitSeconds, signal);
	try {
		await createContainer(engine, spec, '');
		await startContainer(engine, spec.name);
		await waitContainer(engine, spec.name, limit.signal);
		return parseHelp((await logTail(engine, spec.name, longest)).join('\n'));
	} catch (error) {
		signal.throwIfAborted();
		throw limit.passed() ? new SingleKubeError('TIMEOUT', `${program} --help took more than ${limitSeconds} s`, {hint: 'Leave --all away', cause: error}) : error;
	} finally {
		await removeContainer(engine, spec.name);
	}
}
