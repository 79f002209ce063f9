/** Everything that a cluster needs to be brought up by Compose alone, as files below one folder. */
import {agentFiles} from '../cluster/agent-topology.ts';
import {createCredentials, makeFiles, storeCredentials} from '../cluster/credentials.ts';
import type {ClusterSpec} from '../cluster/options.ts';
import {issueUserEntry} from '../cluster/user-kubeconfig.ts';
import type {EngineFile} from '../engine/files.ts';
import {renderKubeconfig} from '../kubeconfig/render.ts';
import type {Topology} from '../plan/topology.ts';
import {composeReadme} from './readme.ts';
import {filesFolder, folderOf} from './files-service.ts';
import {type ComposeEngine, renderCompose} from './render.ts';

/** @param engine what the file has to know of the engine, and where that is @returns paths relative to the folder, with modes; new authorities and keys each time */
export async function composeProject(topology: Topology, spec: ClusterSpec, engine: ComposeEngine & {readonly host: string}): Promise<EngineFile[]> {
	const {cluster, components} = topology;
	const credentials = await createCredentials(cluster);
	const below = (volume: string, files: readonly EngineFile[]): EngineFile[] => files.map(file => ({...file, path: `${filesFolder}/${folderOf(cluster, volume)}/${file.path}`}));
	const configured = components.filter(({configVolume}) => configVolume !== undefined);
	const files = await Promise.all(configured.map(async component => below(component.configVolume!, await makeFiles(cluster, credentials, component.files))));
	return [
		publicFile('docker-compose.yaml', renderCompose(topology, engine)),
		publicFile('.env', `COMPOSE_PROJECT_NAME=sk-${cluster}\n`),
		publicFile('.gitignore', `# Keys.\n/${filesFolder}/\n/kubeconfig\n`),
		publicFile('README.md', composeReadme({topology, engine: engine.host, apiPort: spec.apiPort, kubernetesVersion: spec.kubernetesVersion})),
		{path: 'kubeconfig', content: renderKubeconfig(await issueUserEntry(credentials, cluster, spec)), mode: 0o600},
		...below(`sk-${cluster}-pki`, storeCredentials(credentials)),
		...files.flat(),
		...agentFiles(topology).flatMap(({volume, path, content}) => below(volume, [publicFile(path, content)])),
	];
}

const publicFile = (path: string, content: string): EngineFile => ({path, content, mode: 0o644});
