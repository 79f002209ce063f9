/** BIND's named, on zone files of ours. */
import {mkdir, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {runServer} from './child.ts';
import {namedConfig, type NamedSettings} from './named-config.ts';
import {type ZoneLines, zoneFile} from './zones.ts';

/**
 * Write the zones and start named on them.
 *
 * @param ended called when named ends, with why; not after an abort
 */
export async function startNamed(settings: NamedSettings, zones: ReadonlyMap<string, ZoneLines>, nameServer: string, ended: (reason: string) => void, signal: AbortSignal): Promise<void> {
	const {directory} = settings;
	// Journals of an earlier life belong to zone files that are about to be written anew.
	await rm(directory, {recursive: true, force: true});
	await mkdir(directory, {recursive: true});
	const serial = Math.floor(Date.now() / 1000);
	await Promise.all([...zones].map(async ([zone, lines]) => writeFile(path.join(directory, `${zone}.zone`), zoneFile(zone, lines, nameServer, serial))));
	const config = path.join(directory, 'named.conf');
	await writeFile(config, namedConfig(settings));
	// One thread of each kind: a small cluster's questions keep none of them busy.
	runServer('named', ['-f', '-n', '1', '-U', '1', '-c', config], ended, signal);
}
