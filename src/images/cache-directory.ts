import {homedir} from 'node:os';
import path from 'node:path';

/** Where what takes long to make is kept: `SINGLE_KUBE_CACHE` names it, else the XDG Base Directory Specification, else the system's. */
export function cacheDirectory(env: NodeJS.ProcessEnv = process.env): string {
	return env['SINGLE_KUBE_CACHE']
		|| (env['XDG_CACHE_HOME'] ? path.join(env['XDG_CACHE_HOME'], 'single-kube')
			: process.getuid?.() === 0 ? '/var/cache/single-kube' : path.join(env['HOME'] || homedir(), '.cache', 'single-kube'));
}
