/** CoreDNS reads the API itself: all it needs of us is its Corefile, and a way out. */
import {get} from 'node:http';
import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {runServer} from './child.ts';
import {corefile} from './corefile.ts';
import {untilAnswers} from './health.ts';
import type {Serving} from './serving.ts';

/** Its plugin ready: not CoreDNS' own port for it, which is ours to answer on. */
const readyPort = 8182;

/** Start it; resolves when it knows what is in the API, however long the apiserver takes. @throws the signal's reason */
export async function serveByCoreDns({settings, zones, directory, kubeconfig, upstreamPort, ended, log}: Serving, signal: AbortSignal): Promise<void> {
	await mkdir(directory, {recursive: true});
	const file = path.join(directory, 'Corefile');
	await writeFile(file, corefile({zones, kubeconfig, readyPort, upstreamPort, servers: [...new Set([...settings.servers, settings.address])]}));
	runServer('coredns', ['-conf', file], ended, signal);
	await untilAnswers(knowsTheApi, undefined, signal);
	log('ready: coredns answers');
}

async function knowsTheApi(): Promise<boolean> {
	return new Promise(resolve => {
		const request = get({host: '127.0.0.1', port: readyPort, path: '/ready', signal: AbortSignal.timeout(1000)}, response => {
			response.resume();
			resolve(response.statusCode === 200);
		});
		request.on('error', () => resolve(false));
	});
}
