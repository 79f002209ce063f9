/** A kubelet forgives keys that it does not know, and says so in its log alone: a user who named one wants to know. */
import type {Engine} from '../engine/engine.ts';
import {logTail} from '../engine/logs.ts';
import {SingleKubeError} from '../errors.ts';
import {isKey, pathOfKey} from '../plan/extra-config.ts';
import type {Topology} from '../plan/topology.ts';

/** It reads its configuration first. */
const readLines = 1000;

/** @param name the service's @throws SingleKubeError OPTION_INVALID */
export async function refuseUnknownKeys(engine: Engine, topology: Topology, name: string): Promise<void> {
	const given = Object.keys(topology.settings.extraConfig?.[name] ?? {}).filter(key => isKey(key));
	for (const {id, container} of given.length === 0 ? [] : topology.components.filter(component => component.name === name)) {
		const unknown = unknownKeys(await logTail(engine, container.name, readLines), given);
		if (unknown.length > 0) {
			throw new SingleKubeError('OPTION_INVALID', `${id} does not know ${unknown.join(', ')} in its configuration file`, {
				hint: `The keys that it knows: kubernetes.io/docs/reference/config-api, ${name === 'kubelet' ? 'KubeletConfiguration v1beta1' : 'KubeProxyConfiguration v1alpha1'}`,
			});
		}
	}
}

/**
 * @param lines of a log; `found unknown field: maxPodz` of 1.20, `unknown field "maxPodz"` of later ones
 * @param given the user's keys @returns those of them that are not known
 */
export function unknownKeys(lines: readonly string[], given: readonly string[]): string[] {
	const fields = new Set(lines.flatMap(line => [...line.matchAll(/unknown field:? \\?"?([\w.]+)/g)].flatMap(([, field = '']) => field.split('.').at(-1) ?? [])));
	return given.filter(key => pathOfKey(key).some(part => fields.has(part)));
}
