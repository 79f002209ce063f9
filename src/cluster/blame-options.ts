/** An error that options of the user's are behind names them, with the line of the log that tells. */
import {logTail} from '../engine/logs.ts';
import type {Engine} from '../engine/engine.ts';
import {messageOf, SingleKubeError} from '../errors.ts';
import {type Blame, blame, newOptions, type TunedOption, tunedOptions} from '../plan/tuning.ts';
import type {Topology} from '../plan/topology.ts';

/** A program that does not know a flag lists all that it knows after it said so. */
const readLines = 500;

/** @returns the error, naming the options where it is about a component that has some; else as it is */
export async function namingOptions(engine: Engine, topology: Topology, error: unknown): Promise<unknown> {
	const options = tunedOptions(topology.settings);
	const about = await find(engine, topology, options, error);
	return error instanceof SingleKubeError && about
		? new SingleKubeError(error.code, `${error.message}, with ${about.options.join(' ')}`, {because: error.because, seen: withLine(about, error.seen), hint: `Leave away or mend what it does not take: ${about.options.join(' ')}`, cause: error})
		: error;
}

/** Before the way back: then the log is gone. @returns the error to throw after it */
export async function rolledBack(engine: Engine, former: Topology, topology: Topology, error: unknown): Promise<SingleKubeError> {
	const {cluster} = topology;
	const options = newOptions(former.settings, topology.settings);
	const about = await find(engine, topology, options, error) ?? {options: [...new Set(options.map(({option}) => option))], line: undefined};
	return new SingleKubeError('COMPONENT_ROLLED_BACK', `the cluster ${cluster} is again what it was, because it does not run with ${about.options.join(' ') || 'what was taken back'}: ${messageOf(error)}`, {
		...error instanceof SingleKubeError ? {because: error.because} : {}, seen: withLine(about, error instanceof SingleKubeError ? error.seen : []), hint: 'Mend the option and start again', cause: error,
	});
}

async function find(engine: Engine, topology: Topology, options: readonly TunedOption[], error: unknown): Promise<Blame | undefined> {
	const message = messageOf(error);
	const seen = error instanceof SingleKubeError ? error.seen : [];
	const about = blame(options, message, seen);
	const ended = error instanceof SingleKubeError && ['COMPONENT_DIED', 'COMPONENT_NOT_READY'].includes(error.code);
	if (!about || about.line !== undefined || !ended) {
		return about;
	}

	const containers = topology.components.filter(({id, name, container}) => message.startsWith(`${name} `) || message.startsWith(`${id} `) || message.includes(container.name));
	const logs = await Promise.all(containers.map(async ({container}) => logTail(engine, container.name, readLines).catch(() => [])));
	return blame(options, message, logs.flat());
}

/** What comes after the line that tells is a list of flags, or where in its code the program ended. */
function withLine({line}: Blame, seen: readonly string[]): string[] {
	return line === undefined ? [...seen] : [`it says: ${line}`];
}
