import type {ApiObject} from '../api/api.ts';
import {namespaceManifest, workloadManifests} from './manifests.ts';
import type {SmokeContext} from './smoke-context.ts';

type Service = ApiObject & {readonly spec: {readonly clusterIP: string; readonly ports: ReadonlyArray<{readonly nodePort: number}>}};

/** Create the namespace and what is in it. @returns the addresses that the apiserver chose @throws ApiRequestError */
export async function applyNginx({api, namespace, signal}: SmokeContext, image: string): Promise<{readonly clusterIp: string; readonly nodePort: number}> {
	const {path, object} = namespaceManifest(namespace);
	await api.create(path, object, signal);
	const created = await Promise.all(workloadManifests(namespace, image).map(async manifest => api.create(manifest.path, manifest.object, signal)));
	const {spec} = created.at(-1) as Service;
	return {clusterIp: spec.clusterIP, nodePort: spec.ports[0]!.nodePort};
}
