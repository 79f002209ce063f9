/** The cluster's DNS: starts a server on what the API has, and looks after it. Bundled into one file for its images. */
import {readFile} from 'node:fs/promises';
import {apiFromKubeconfig} from '../api/from-kubeconfig.ts';
import {messageOf} from '../errors.ts';
import {serverAnswers, serveReady} from './health.ts';
import {keepEndpoints} from './keep-endpoints.ts';
import {reverseZones} from './reverse.ts';
import {serveByBind} from './serve-by-bind.ts';
import {serveByCoreDns} from './serve-by-coredns.ts';
import {readSettings} from './settings.ts';
import {nameserversOf, openUpstream} from './upstream.ts';

/** In memory: what is in it lasts as long as its server. */
const directory = '/dev/shm/single-kube-dns';
const kubeconfig = '/etc/kubernetes/kubeconfig';
const upstreamPort = 5300;

const stopping = new AbortController();
const {signal} = stopping;

function log(line: string): void {
	process.stdout.write(`${line}\n`);
}

/** The supervisor starts the whole anew: half a server would be worse than none. */
function end(why: string): void {
	log(why);
	stopping.abort();
	process.exit(1);
}

async function run(): Promise<void> {
	const settings = readSettings(process.env);
	const {domain, ranges, address, server} = settings;
	const api = await apiFromKubeconfig(kubeconfig);
	await openUpstream({port: upstreamPort, servers: nameserversOf(await readFile('/etc/resolv.conf', 'utf8'))}, signal);
	const serve = server === 'coredns' ? serveByCoreDns : serveByBind;
	await serve({
		settings, zones: [domain, ...new Set(ranges.flatMap(range => reverseZones(range)))], directory, kubeconfig, api, upstreamPort, ended: end, log,
	}, signal);
	serveReady(address, async () => serverAnswers(domain), signal);
	await keepEndpoints(api, settings, log, signal);
}

for (const name of ['SIGTERM', 'SIGINT'] as const) {
	process.once(name, () => {
		stopping.abort();
		process.exit(0);
	});
}

run().catch((error: unknown) => {
	end(messageOf(error));
});
