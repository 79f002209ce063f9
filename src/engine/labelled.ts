/** Containers of a cluster that are no components, found by their component label. */
import {labels} from '../labels.ts';
import type {Engine} from './engine.ts';
import {engineCall} from './translate-errors.ts';

export type LabelledContainer = {readonly name: string; readonly running: boolean; readonly labels: Readonly<Record<string, string>>};

/** @param component the component label @returns those that run and those that do not */
export async function labelledContainers(engine: Engine, cluster: string, component: string): Promise<LabelledContainer[]> {
	const filters = {label: [`${labels.cluster}=${cluster}`, `${labels.component}=${component}`]};
	const containers = await engineCall('list the containers', engine.docker.listContainers({all: true, filters}));
	return containers.map(({Names, State, Labels}) => ({name: Names[0]?.replace(/^\//, '') ?? '', running: State === 'running', labels: Labels}));
}
