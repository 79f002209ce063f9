/** What a new cluster chose for itself and another one took first: clusters that are started at the same moment find the same things free. */
import type {Engine} from '../engine/engine.ts';
import {observe} from '../engine/observe.ts';
import {SingleKubeError} from '../errors.ts';
import type {ClusterOptions, ClusterSpec} from './options.ts';

/**
 * @param error of a start with this spec
 * @returns in words what was taken; undefined of any other error, of what the user had asked for, and of a cluster of which something is there
 */
export async function lostToAnother(error: unknown, {engine, name, spec}: {readonly engine: Engine; readonly name: string; readonly spec: ClusterSpec}, options: Pick<ClusterOptions, 'subnet' | 'apiPort'>): Promise<string | undefined> {
	const taken = takenOf(error, spec, options);
	if (taken === undefined) {
		return undefined;
	}

	// With --retain it is the user's to look at; and certificates hold the addresses that it was to have.
	const {network, volumes} = await observe(engine, name);
	return network === undefined && volumes.length === 0 ? taken : undefined;
}

/** Pure. */
export function takenOf(error: unknown, {subnet, apiPort}: Pick<ClusterSpec, 'subnet' | 'apiPort'>, options: Pick<ClusterOptions, 'subnet' | 'apiPort'>): string | undefined {
	if (!(error instanceof SingleKubeError)) {
		return undefined;
	}

	if (error.code === 'CIDR_OVERLAP' && options.subnet === undefined) {
		return `the range ${subnet}`;
	}

	// Ports of --port are taken, too.
	return error.code === 'PORT_TAKEN' && options.apiPort === undefined && error.seen.some(line => line.includes(`:${apiPort}`)) ? `the port ${apiPort}` : undefined;
}
