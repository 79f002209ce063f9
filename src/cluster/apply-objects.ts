/**
 * Have the apiserver take the objects that the topology names, by server-side apply ("Server-Side Apply", Kubernetes
 * documentation). It is done from inside the kubectl container, so that it works on any engine, wherever that is.
 */
import type {Engine} from '../engine/engine.ts';
import {execInContainer} from '../engine/exec.ts';
import {type EngineFile, writeFiles} from '../engine/files.ts';
import {SingleKubeError} from '../errors.ts';
import type {ClusterObjects, Topology} from '../plan/topology.ts';

/** In the kubectl container: the requests, and what the apiserver said to each. */
const directory = 'run/single-kube';

/** @throws SingleKubeError API_REQUEST_FAILED with what the apiserver said; the signal's reason */
export async function applyObjects(engine: Engine, {cluster, objects}: Topology, limitSeconds: number, signal: AbortSignal): Promise<void> {
	if (objects.wanted.length + objects.unwanted.length === 0) {
		return;
	}

	const container = `sk-${cluster}-kubectl`;
	await writeFiles(engine, container, '/', requestFiles(objects));
	const {exitCode, stdout, stderr} = await execInContainer(engine, container, ['apply-objects', `/${directory}`, String(limitSeconds)], signal);
	if (exitCode !== 0) {
		throw new SingleKubeError('API_REQUEST_FAILED', 'the apiserver did not take the cluster\'s own objects', {
			seen: `${stdout}\n${stderr}`.split('\n').filter(line => line.trim() !== '').slice(-12), hint: `See what it says: single-kube logs kube-apiserver --name ${cluster}`,
		});
	}
}

/** A configuration for one curl over one connection, and a file for each body. */
export function requestFiles({wanted, unwanted}: ClusterObjects): EngineFile[] {
	const requests = [
		...wanted.flatMap(({path, object}, index) => appliedBy(path, object).map(({method, at, query, type}) => [
			`url = "https://kube-apiserver:6443${at}?fieldManager=single-kube${query}"`, `request = "${method}"`,
			`header = "Content-Type: ${type}"`, `data-binary = "@/${directory}/${index}.json"`, `write-out = "%{http_code} ${method} ${at}\\n"`,
			`output = "/${directory}/${index}.answer"`,
		])),
		...unwanted.map(path => [`url = "https://kube-apiserver:6443${path}"`, 'request = "DELETE"', `write-out = "%{http_code} DELETE ${path}\\n"`, 'output = "/dev/null"']),
	];
	const credentials = ['cacert = "/etc/kubernetes/pki/ca.crt"', 'cert = "/etc/kubernetes/pki/client.crt"', 'key = "/etc/kubernetes/pki/client.key"', 'max-time = 10', 'silent'];
	return [
		...wanted.map(({object}, index) => ({path: `${directory}/${index}.json`, content: JSON.stringify(object), mode: 0o644})),
		{path: `${directory}/requests`, content: `${requests.map(lines => [...lines, ...credentials].join('\n')).join('\nnext\n')}\n`, mode: 0o644},
	];
}

type Request = {readonly method: 'PATCH' | 'POST'; readonly at: string; readonly query: string; readonly type: string};

/** The aggregator of 1.20 panics over server-side apply: an APIService is created, where it is not there, and merged. */
function appliedBy(path: string, object: object): Request[] {
	return 'kind' in object && object.kind === 'APIService' ? [
		{method: 'POST', at: path.slice(0, path.lastIndexOf('/')), query: '', type: 'application/json'},
		{method: 'PATCH', at: path, query: '', type: 'application/merge-patch+json'},
	] : [{method: 'PATCH', at: path, query: '&force=true', type: 'application/apply-patch+yaml'}];
}
