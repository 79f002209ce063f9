/**
 * The program of the component cloud-controller-manager: what a cloud would give a cluster, from the engine's host.
 * Bundled into one file for its image.
 *
 *   CONTROLLERS   names of add-ons, with commas between them; of these it knows `storage` and `load-balancer`
 *   APISERVER     https://ADDRESS:PORT: in the host's network the cluster's names mean nothing
 *   NODE_ADDRESS  where node ports are
 *   POOL_PREFIX   the first three octets of addresses for Services of type LoadBalancer, `.128` to `.254`
 *   VOLUMES_DIR   where volumes are, at the same path in the kubelets
 */
import type {Api, ApiObject} from '../api/api.ts';
import {apiFromKubeconfig} from '../api/from-kubeconfig.ts';
import {inform} from '../api/inform.ts';
import {eventRecorder} from '../controllers/event-recorder.ts';
import {loadBalancerController} from './load-balancer/load-balancer-controller.ts';
import {nodePortsController} from './node-ports/node-ports-controller.ts';
import type {Claim, Service, StorageClass, Volume} from './objects.ts';
import {storageController} from './storage/storage-controller.ts';
import {volumeDirectories} from './storage/volume-directories.ts';
import {workLoop} from '../controllers/work-loop.ts';

const log = (line: string): void => {
	process.stdout.write(`${new Date().toISOString()} ${line}\n`);
};

/** Who says what events say. */
const component = 'cloud-controller-manager';

/** How soon everything is looked at again without a change, in milliseconds: events that still hold are said again. */
const lookAgainMs = 10 * 60_000;

const stopping = new AbortController();
const {signal} = stopping;

function needed(name: string): string {
	const value = process.env[name];
	if (value === undefined || value === '') {
		throw new Error(`${name} is not set`);
	}

	return value;
}

/** @returns resolves when the first lists are there */
async function runStorage(api: Api): Promise<void> {
	const root = needed('VOLUMES_DIR');
	const run = storageController({api, record: eventRecorder(api, {component, log, signal}), log, root, directories: volumeDirectories(root)});
	const seen: {claims?: readonly Claim[]; volumes?: readonly Volume[]; classes?: readonly StorageClass[]} = {};
	const loop = workLoop({
		name: 'storage', log, signal,
		async work() {
			const {claims, volumes, classes} = seen;
			if (claims && volumes && classes) {
				await run({claims, volumes, classes}, signal);
			}

			return lookAgainMs;
		},
	});
	await Promise.all([
		follow<Claim>(api, '/api/v1/persistentvolumeclaims', claims => {
			seen.claims = claims;
			loop.wake();
		}),
		follow<Volume>(api, '/api/v1/persistentvolumes', volumes => {
			seen.volumes = volumes;
			loop.wake();
		}),
		follow<StorageClass>(api, '/apis/storage.k8s.io/v1/storageclasses', classes => {
			seen.classes = classes;
			loop.wake();
		}),
	]);
}

/** @returns resolves when the first list is there */
async function runServices(api: Api): Promise<void> {
	const record = eventRecorder(api, {component, log, signal});
	const balance = loadBalancerController({api, record, pool: {prefix: needed('POOL_PREFIX'), first: 128, last: 254}, log});
	const openPorts = nodePortsController({record, nodeAddress: needed('NODE_ADDRESS'), log});
	let services: readonly Service[] = [];
	const loops = [
		workLoop({
			name: 'load-balancer', log, signal,
			async work() {
				await balance(services, signal);
				return lookAgainMs;
			},
		}),
		workLoop({name: 'node-ports', log, signal, work: async () => await openPorts(services, signal) ?? lookAgainMs}),
	];
	await follow<Service>(api, '/api/v1/services', changed => {
		services = changed;
		for (const loop of loops) {
			loop.wake();
		}
	});
}

/** @returns resolves after the first list; `changed` is called from then on until the program ends */
async function follow<T extends ApiObject>(api: Api, path: string, changed: (objects: readonly T[]) => void): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		inform<T>(api, path, objects => {
			changed(objects);
			resolve();
		}, signal).catch(reject);
	});
}

async function run(): Promise<void> {
	for (const name of ['SIGTERM', 'SIGINT'] as const) {
		process.once(name, () => {
			stopping.abort();
			// Listeners and watches would keep the program alive; what is half-done is mended by the next run.
			process.exit();
		});
	}

	const chosen = needed('CONTROLLERS').split(',');
	const api = await apiFromKubeconfig('/etc/kubernetes/kubeconfig', needed('APISERVER'));
	await Promise.all([
		...(chosen.includes('storage') ? [runStorage(api)] : []),
		...(chosen.includes('load-balancer') ? [runServices(api)] : []),
	]);
	log('watching');
}

// The bundle is a CommonJS file, which has no await of its own.
run().catch((error: unknown) => {
	log(`ended: ${error instanceof Error ? error.message : String(error)}`);
	process.exit(1);
});
