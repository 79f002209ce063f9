/** BIND's named, fed with the records of the cluster's objects. */
import {messageOf} from '../errors.ts';
import {followObjects} from './follow-objects.ts';
import {serverAnswers, untilAnswers} from './health.ts';
import {sessionKey} from './named-config.ts';
import {startNamed} from './named.ts';
import {sendUpdates} from './nsupdate.ts';
import type {Objects} from './objects.ts';
import {nameServer, recordsOf} from './records.ts';
import type {Serving} from './serving.ts';
import {updatesBetween} from './updates.ts';
import {inZones, type ZoneLines} from './zones.ts';

/** How long named may take to answer for the first time, in milliseconds. */
const limit = 10_000;

/** Start it; resolves when it answers with what is in the API, which it goes on following. @throws Error when it does not answer; the signal's reason */
export async function serveByBind({settings: {domain, clusterDns, servers}, zones, directory, api, upstreamPort, ended, log}: Serving, signal: AbortSignal): Promise<void> {
	const zonesOf = (objects: Objects): Map<string, ZoneLines> => inZones(recordsOf(objects, domain, clusterDns), zones);
	const changes = followObjects(api, error => ended(messageOf(error)), signal);
	// Before the first lists are there nothing listens: who gets no answer asks again, "no such name" would be believed.
	let served = zonesOf((await changes.next()).value);
	await startNamed({directory, zones, upstreamPort, servers}, served, nameServer(domain), ended, signal);
	await untilAnswers(async () => serverAnswers(domain), limit, signal);
	log(`ready: named answers, ${[...served.values()].reduce((sum, lines) => sum + lines.size, 0)} records in ${served.size} zones`);
	const keepUp = async (): Promise<void> => {
		for await (const objects of changes) {
			const wanted = zonesOf(objects);
			await sendUpdates(sessionKey(directory), updatesBetween(served, wanted), signal);
			served = wanted;
		}
	};

	keepUp().catch((error: unknown) => ended(messageOf(error)));
}
