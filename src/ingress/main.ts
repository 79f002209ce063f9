/**
 * The program of the component ingress: nginx, told what to do by the cluster's Ingresses. Bundled into one file for its image.
 *
 *   ADDRESS  where Ingresses are reached: what their status says
 */
import {readFile} from 'node:fs/promises';
import {apiFromKubeconfig} from '../api/from-kubeconfig.ts';
import {eventRecorder} from '../controllers/event-recorder.ts';
import {messageOf} from '../errors.ts';
import {openFiles} from './files.ts';
import {createNginx} from './nginx.ts';
import {createServe} from './serve.ts';
import {watchWorld} from './watch-world.ts';

const directory = '/etc/kubernetes';
const address = process.env['ADDRESS'];
const ports = {runDirectory: '/run/ingress', httpPort: 80, httpsPort: 443};

const log = (line: string): void => {
	process.stdout.write(`${new Date().toISOString()} ${line}\n`);
};

async function run(): Promise<void> {
	if (address === undefined) {
		throw new Error('ADDRESS is not set');
	}

	const fallback = await Promise.all(['fallback.crt', 'fallback.key'].map(async file => readFile(`${directory}/pki/${file}`, 'utf8')));
	const files = await openFiles(ports.runDirectory, fallback.join('\n'));
	// Nobody is told that there is nothing at his host, because it is not known yet: nginx starts with the first configuration.
	const nginx = createNginx(files.config);
	const stopping = new AbortController();
	for (const name of ['SIGTERM', 'SIGINT'] as const) {
		process.once(name, () => {
			stopping.abort();
			nginx.stop();
		});
	}

	const {signal} = stopping;
	const api = await apiFromKubeconfig(`${directory}/kubeconfig`);
	const serve = createServe({api, record: eventRecorder(api, {component: 'ingress', log, signal}), files, nginx, address, ports, log, signal});
	let ready = false;
	watchWorld(api, {
		log, signal,
		async act(world) {
			await serve(world);
			if (!ready) {
				ready = true;
				log('ready: Ingresses are served');
			}
		},
	}).catch((error: unknown) => {
		if (!signal.aborted) {
			log(`ended: ${messageOf(error)}`);
			process.exit(1);
		}
	});

	// Without nginx there is nothing to be done: who starts us again starts both.
	const end = await nginx.ended;
	log(`nginx ended: ${end}`);
	process.exit(stopping.signal.aborted ? 0 : 1);
}

run().catch((error: unknown) => {
	log(`ended: ${messageOf(error)}`);
	process.exit(1);
});
