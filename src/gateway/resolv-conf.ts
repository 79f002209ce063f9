/**
 * A resolv.conf for each pod in the node's network. In container network mode the engine reports the holder's own
 * file as the sandbox's ResolvConfPath, and both shims overwrite what is reported there (`rewriteResolvFile`).
 */
import {randomBytes} from 'node:crypto';
import {mkdir, readdir, rm, writeFile} from 'node:fs/promises';
import {basename, dirname, join, resolve} from 'node:path';
import {type EngineLink, readFromEngine} from './engine-calls.ts';

/** On a sandbox in the node's network: the path of the resolv.conf that it and what joins it use. */
export const resolvConfLabel = 'dev.single-kube.resolv-conf';

const ours = /^resolv-[0-9a-f]{24}\.conf$/;

/** Make an empty file, for the shim to fill; the shims refuse a path that is not there. Returns its path. */
export async function makeResolvConf(stateDir: string): Promise<string> {
	const path = join(resolve(stateDir), `resolv-${randomBytes(12).toString('hex')}.conf`);
	await mkdir(stateDir, {recursive: true});
	// Readable for every user that a pod may run as.
	await writeFile(path, '', {flag: 'wx', mode: 0o644});
	return path;
}

/** Remove a file; only ever one of ours, whatever a label says. */
export async function removeResolvConf(stateDir: string, path: string | undefined): Promise<void> {
	if (path !== undefined && dirname(path) === resolve(stateDir) && ours.test(basename(path))) {
		await rm(path, {force: true});
	}
}

/**
 * Remove the files of sandboxes that went away while no gateway ran. To be called before the first client: a file
 * that is just being made belongs to no container yet.
 *
 * @returns how many were removed; none when the engine cannot be asked
 */
export async function sweepResolvConfs(link: EngineLink, stateDir: string): Promise<number> {
	const files = (await readdir(stateDir).catch(() => [])).filter(name => ours.test(name));
	if (files.length === 0) {
		return 0;
	}

	const filters = encodeURIComponent(JSON.stringify({label: [resolvConfLabel]}));
	const {status, text} = await readFromEngine(link, `/containers/json?all=1&filters=${filters}`);
	const stale = status === 200 ? files.filter(name => !text.includes(name)) : [];
	await Promise.all(stale.map(name => rm(join(stateDir, name), {force: true})));
	return stale.length;
}
