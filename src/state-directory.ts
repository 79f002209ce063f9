import {homedir} from 'node:os';
import path from 'node:path';

/** What is kept between runs and is no cache, such as the logs of starts that failed: the XDG Base Directory Specification. A relative value does not count. */
export function stateDirectory(env: NodeJS.ProcessEnv): string {
	const named = env['XDG_STATE_HOME'] ?? '';
	return path.join(path.isAbsolute(named) ? named : path.join(env['HOME'] || homedir(), '.local', 'state'), 'single-kube');
}
