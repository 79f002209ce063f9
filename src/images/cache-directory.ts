import path from 'node:path';
import {homeDirectory} from '../home-directory.ts';

/** Where what takes long to make is kept: `SINGLE_KUBE_CACHE` names it, else the XDG Base Directory Specification, else the system's. */
export function cacheDirectory(env: NodeJS.ProcessEnv = process.env): string {
	const named = env['XDG_CACHE_HOME'] ?? '';
	return env['SINGLE_KUBE_CACHE']
		// A relative one is to be ignored, says the specification.
		|| (path.isAbsolute(named) ? path.join(named, 'single-kube')
			: process.getuid?.() === 0 ? '/var/cache/single-kube' : path.join(homeDirectory(env), '.cache', 'single-kube'));
}
