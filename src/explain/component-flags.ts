/** The flags and configuration keys of one component, with what its program takes for those that nobody set. */
import {redactArgument} from '../component-config/redact.ts';
import type {Engine} from '../engine/engine.ts';
import {execInContainer} from '../engine/exec.ts';
import type {Component, Topology} from '../plan/topology.ts';
import type {ComposeService} from './about.ts';
import {type EffectiveFlag, effectiveFlags, type EffectiveKey, effectiveKeys, flatten, programOf} from './flags.ts';
import {givenOptions} from './given-options.ts';
import type {OpenedTopology} from './open-topology.ts';
import {programFlags} from './program-help.ts';

export type ComponentFlags = {
	readonly component: string;
	/** Undefined when only the image knows it. */
	readonly program: string | undefined;
	readonly flags: readonly EffectiveFlag[];
	/** Keys of its configuration files. */
	readonly keys: readonly EffectiveKey[];
};

const byDefault = 'the program\'s default';

/**
 * @param all with the defaults of what nobody set, which the program itself is asked for
 * @throws SingleKubeError of the engine's; the signal's reason
 */
export async function componentFlags(
	id: string, {topology, engine, containers}: Pick<OpenedTopology, 'topology' | 'engine' | 'containers'>, services: ReadonlyMap<string, ComposeService>, {all}: {readonly all: boolean}, signal: AbortSignal,
): Promise<ComponentFlags> {
	const component = topology.components.find(candidate => candidate.id === id)!;
	const {container: {entrypoint = [], command, image}, name, files} = component;
	const words = [...entrypoint, ...command];
	const service = services.get(name);
	const given = givenOptions(name, topology.settings);
	const program = programOf(words);
	const flags = effectiveFlags(words, service, given).map(flag => ({...flag, value: redactArgument(`${flag.flag}=${flag.value}`).slice(flag.flag.length + 1)}));
	const keys = effectiveKeys(files.files, service, given);
	if (!all || !engine) {
		return {component: id, program, flags, keys};
	}

	const known = !hasHelp(program) ? [] : await programFlags(engine, topology.cluster, {image, program}, signal);
	const running = containers.some(found => found.component === id && found.state === 'running');
	const reported = name === 'kubelet' && running ? await kubeletKeys(engine, topology, component, signal) : [];
	return {
		component: id, program,
		flags: [...flags, ...known.filter(({flag}) => !flags.some(set => set.flag === flag)).map(({flag, default: value}) => ({flag, value, from: byDefault}))],
		keys: [...keys, ...reported.filter(({key}) => !keys.some(set => set.key === key || set.key.startsWith(`${key}.`))).map(({key, value}) => ({file: 'kubelet.yaml', key, value, from: byDefault}))],
	};
}

/** Whether it is a program that tells of its flags. Ours are JavaScript, and node's own flags are not theirs. */
export function hasHelp(program: string | undefined): program is string {
	return program !== undefined && !['node', 'sh', 'bash'].includes(program);
}

/** The kubelet's /configz: what it made of its file and its flags. None when the apiserver cannot be asked. */
async function kubeletKeys(engine: Engine, {cluster}: Topology, {node}: Component, signal: AbortSignal): Promise<Array<{key: string; value: unknown}>> {
	const {exitCode, stdout} = await execInContainer(engine, `sk-${cluster}-kubectl`, ['kubectl', 'get', '--raw', `/api/v1/nodes/${node}/proxy/configz`], signal);
	return exitCode === 0 ? flatten((JSON.parse(stdout) as {kubeletconfig: object}).kubeletconfig) : [];
}
