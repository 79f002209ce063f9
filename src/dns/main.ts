/** The cluster's DNS: feeds BIND's named with the records of the cluster's objects. Bundled into one file for its image. */
import {readFile} from 'node:fs/promises';
import {setTimeout as sleep} from 'node:timers/promises';
import {apiFromKubeconfig} from '../api/from-kubeconfig.ts';
import {messageOf} from '../errors.ts';
import {followObjects} from './follow-objects.ts';
import {namedAnswers, serveReady} from './health.ts';
import {keepEndpoints, serviceName, serviceNamespace} from './keep-endpoints.ts';
import {sessionKey} from './named-config.ts';
import {startNamed} from './named.ts';
import {sendUpdates} from './nsupdate.ts';
import type {Objects} from './objects.ts';
import {nameServer, recordsOf} from './records.ts';
import {reverseZones} from './reverse.ts';
import {readSettings, type Settings} from './settings.ts';
import {updatesBetween} from './updates.ts';
import {nameserversOf, openUpstream} from './upstream.ts';
import {inZones, type ZoneLines} from './zones.ts';

/** In memory: what is in it lasts as long as its named. */
const directory = '/dev/shm/single-kube-dns';

const upstreamPort = 5300;

/** How long named may take to answer for the first time, in milliseconds. */
const limit = 10_000;

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
	const {domain, ranges, clusterDns} = settings;
	const zoneNames = [domain, ...new Set(ranges.flatMap(range => reverseZones(range)))];
	const zonesOf = (objects: Objects): Map<string, ZoneLines> => inZones(recordsOf(objects, domain, clusterDns), zoneNames);
	const api = await apiFromKubeconfig('/etc/kubernetes/kubeconfig');
	const objects = followObjects(api, error => end(messageOf(error)), signal);
	let served: ReadonlyMap<string, ZoneLines> | undefined;
	for await (const current of objects.changes()) {
		const wanted = zonesOf(current);
		// Before the first lists are there nothing listens: who gets no answer asks again, "no such name" would be believed.
		await (served === undefined ? serve(settings, wanted) : sendUpdates(sessionKey(directory), updatesBetween(served, wanted), signal));
		served = wanted;
	}

	async function serve({servers, address}: Settings, zones: ReadonlyMap<string, ZoneLines>): Promise<void> {
		await openUpstream({port: upstreamPort, servers: nameserversOf(await readFile('/etc/resolv.conf', 'utf8'))}, signal);
		await startNamed({directory, zones: zoneNames, upstreamPort, servers}, zones, nameServer(domain), reason => end(`named ended: ${reason}`), signal);
		await untilNamedAnswers(domain);
		log(`ready: named answers, ${[...zones.values()].reduce((sum, lines) => sum + lines.size, 0)} records in ${zones.size} zones`);
		serveReady(address, async () => namedAnswers(domain), signal);
		void keepEndpoints(api, settings, () => objects.current().endpoints.find(({metadata}) => metadata.name === serviceName && metadata.namespace === serviceNamespace), log, signal);
	}
}

async function untilNamedAnswers(domain: string): Promise<void> {
	const deadline = Date.now() + limit;
	while (!await namedAnswers(domain)) {
		if (Date.now() > deadline) {
			throw new Error(`named did not answer within ${limit / 1000} s`);
		}

		await sleep(20, undefined, {signal});
	}
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
