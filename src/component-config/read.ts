/** What each component of a cluster is configured with, from its container: running or stopped, with or without an apiserver. */
import path from 'node:path';
import type {Engine} from '../engine/engine.ts';
import {readFiles} from '../engine/files.ts';
import {type ContainerSettings, containerSettings} from '../engine/inspect.ts';
import type {ObservedContainer} from '../plan/observed.ts';
import {describeFile, type DescribedFile} from './describe-file.ts';
import {redactArgument, redactVariable} from './redact.ts';

export type ComponentConfig = {
	/** `etcd`, `kubelet@node-1` */
	readonly component: string;
	readonly container: string;
	readonly image: string;
	/** The program and its arguments. */
	readonly command: readonly string[];
	readonly environment: Readonly<Record<string, string>>;
	readonly mounts: ContainerSettings['mounts'];
	/** The files of its config volume, by path. */
	readonly files: readonly DescribedFile[];
};

/** @throws SingleKubeError ENGINE_CALL_FAILED, or STATE_CORRUPT when a certificate cannot be read */
export async function readComponentConfig(engine: Engine, cluster: string, {component, name}: Pick<ObservedContainer, 'component' | 'name'>): Promise<ComponentConfig> {
	const {image, command, environment, mounts} = await containerSettings(engine, name);
	const folders = mounts.filter(({kind, source}) => kind === 'volume' && source.startsWith(`sk-${cluster}-`) && source.endsWith('-config'));
	const files = await Promise.all(folders.map(async ({target}) =>
		[...await readFiles(engine, name, target) ?? []].map(([file, content]) => describeFile(path.posix.join(target, file), content))));
	return {
		component, container: name, image,
		command: command.map(word => redactArgument(word)),
		environment: Object.fromEntries(Object.entries(environment).map(([variable, value]) => [variable, redactVariable(variable, value)])),
		mounts,
		files: files.flat().sort((a, b) => a.path < b.path ? -1 : 1),
	};
}
