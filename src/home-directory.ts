import {homedir} from 'node:os';

/** `$HOME`, else what the machine's accounts say; a directory that does not exist where neither knows one, as for a user id without an account. */
export function homeDirectory(env: NodeJS.ProcessEnv): string {
	if (env['HOME']) {
		return env['HOME'];
	}

	try {
		return homedir();
	} catch {
		return '/nonexistent';
	}
}
