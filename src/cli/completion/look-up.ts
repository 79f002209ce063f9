/** The names that only an engine or a cluster knows, for completion: within a second and a half, or none. */
import {listPorts} from '../../cluster/ports.ts';
import {askCluster} from '../../cluster/ask-cluster.ts';
import {defaultName} from '../../cluster/options.ts';
import {clusterNames, clusterStatus, connectToExisting} from '../../cluster/status.ts';
import {readFaults} from '../../engine/fault-marks.ts';
import {errorKinds} from '../../errors.ts';
import {ignoreEvents} from '../../events.ts';
import {formatPort} from '../../plan/ports.ts';
import {listVersions} from '../../upstream/versions.ts';
import {shippedScenarios} from '../../scenarios/shipped.ts';
import type {Completion} from '../definitions/definition.ts';
import {faultWords} from './fault-words.ts';
import type {Candidate} from './wanted.ts';

export type Asked = {readonly name?: string | undefined; readonly engine?: string | undefined; readonly namespace?: string | undefined; /** Those after the command. */ readonly words?: readonly string[]};

/** @param what not a file or a directory, which the shell knows itself @throws those of the engine and the apiserver */
export async function lookUp(what: Exclude<Completion, 'file' | 'directory'>, asked: Asked, signal: AbortSignal): Promise<Candidate[]> {
	const cluster = asked.name ?? defaultName;
	const options = {name: cluster, engine: asked.engine as 'auto' | undefined};
	switch (what) {
		case 'cluster': {
			return (await clusterNames(options, ignoreEvents, signal)).map(value => ({value, says: 'a cluster on this engine'}));
		}

		case 'component': {
			const {components} = await clusterStatus(options, ignoreEvents, signal);
			const alone = (id: string): string => components.filter(({component}) => component.split('@')[0] === id.split('@')[0]).length === 1 ? id.split('@')[0]! : id;
			return components.map(({component, state}) => ({value: alone(component), says: state}));
		}

		case 'fault': {
			if (asked.words?.[0] === 'run') {
				return (await shippedScenarios()).map(({name, title}) => ({value: name, says: title}));
			}

			return faultWords(asked.words ?? [], {components: async () => lookUp('component', asked, signal), faults: async () => readFaults(await connectToExisting(options, ignoreEvents, signal), cluster)});
		}

		case 'port': {
			return (await listPorts(options, signal)).map(port => ({value: formatPort(port), says: `leads to node port ${port.nodePort}`}));
		}

		case 'pod': {
			const {objects} = await ask(options, signal);
			return inNamespace(objects.pods, asked).map(({metadata, status}) => ({value: metadata.name, says: status?.phase ?? ''}));
		}

		case 'service': {
			const {objects} = await ask(options, signal);
			return inNamespace(objects.services, asked).map(({metadata, spec}) => ({value: metadata.name, says: spec?.type ?? ''}));
		}

		case 'error-code': {
			return Object.entries(errorKinds).map(([value, says]) => ({value, says}));
		}

		case 'kubernetes-version': {
			return listVersions().flatMap(({minor, version}) => [{value: minor, says: `the newest of it, ${version}`}, {value: version, says: `Kubernetes ${version}`}]);
		}
	}
}

async function ask(options: {readonly name: string; readonly engine: 'auto' | undefined}, signal: AbortSignal): ReturnType<typeof askCluster> {
	return askCluster(await connectToExisting(options, ignoreEvents, signal), options.name, signal);
}

function inNamespace<T extends {readonly metadata: {readonly namespace?: string}}>(objects: readonly T[], {namespace = 'default'}: Asked): T[] {
	return objects.filter(({metadata}) => metadata.namespace === namespace);
}
