/** Pods that sleep and have volumes, and what is inside them. */
import {execInContainer} from '../../src/engine/exec.ts';
import {applyManifest, type TestCluster} from './cluster.ts';

export type VolumePod = {
	readonly name: string;
	readonly volumes: ReadonlyArray<{readonly name: string; readonly [source: string]: unknown}>;
	/** By container: its volumeMounts. */
	readonly mounts: Readonly<Record<string, ReadonlyArray<Readonly<Record<string, unknown>>>>>;
	readonly labels?: Readonly<Record<string, string>>;
	readonly spec?: Readonly<Record<string, unknown>>;
	/** More of each container. */
	readonly container?: Readonly<Record<string, unknown>>;
};

export function volumePod(image: string, {name, volumes, mounts, labels = {}, spec = {}, container = {}}: VolumePod): object {
	return {
		apiVersion: 'v1', kind: 'Pod', metadata: {name, namespace: 'default', labels},
		spec: {
			terminationGracePeriodSeconds: 0, volumes, ...spec,
			containers: Object.entries(mounts).map(([containerName, volumeMounts]) => ({
				name: containerName, image, imagePullPolicy: 'Never', command: ['sleep', '86400'], volumeMounts, ...container,
			})),
		},
	};
}

/** What a volume-test needs of its cluster. */
export function volumeTools(world: TestCluster, name: string) {
	const {engine, images} = world.cluster;
	return {
		apply: async (...objects: readonly object[]): Promise<void> => applyManifest(engine, name, JSON.stringify({apiVersion: 'v1', kind: 'List', items: objects})),
		/** Make the pod and wait until it is Ready. */
		async run(pod: VolumePod): Promise<void> {
			await applyManifest(engine, name, JSON.stringify(volumePod(images['nginx']!, pod)));
			await world.kubectl('wait', '--for=condition=Ready', `pod/${pod.name}`, '--timeout=120s');
		},
		/** Run a line of shell in a pod's container; throws with what it said when it fails. */
		async inside(pod: string, line: string, container = 'main'): Promise<string> {
			const {exitCode, stdout, stderr} = await execInContainer(engine, `sk-${name}-kubectl`, ['kubectl', 'exec', pod, '-c', container, '--', 'sh', '-c', line]);
			if (exitCode !== 0) {
				throw new Error(`${line}: exited ${exitCode}: ${stderr}${stdout}`);
			}

			return stdout.trim();
		},
		/** The messages of a pod's events with this reason. */
		events: async (pod: string, reason: string): Promise<string> =>
			world.kubectl('get', 'events', '--field-selector', `involvedObject.name=${pod},reason=${reason}`, '-o', 'jsonpath={.items[*].message}'),
		remove: async (...pods: readonly string[]): Promise<string> => world.kubectl('delete', 'pod', ...pods, '--wait=true'),
	};
}
