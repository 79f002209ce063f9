/** Nginx as our child: started with a configuration, given another one, tested before. */
import {type ChildProcess, spawn} from 'node:child_process';
import {text} from 'node:stream/consumers';

/** The longest that a test of a configuration may take, in milliseconds. */
const limitMs = 20_000;

export type Nginx = {
	/** Resolves with how it ended: once it was started, it never should. */
	readonly ended: Promise<string>;
	/** Have it read its configuration, which was tested: the first time it is started, then connections stay. */
	readonly read: () => void;
	/** Let it finish what it is at: whoever stops the container sets a limit to that. */
	readonly stop: () => void;
};

/** @returns what is wrong with a configuration, in nginx's words; undefined for a good one */
export async function testConfig(file: string, signal?: AbortSignal): Promise<string | undefined> {
	// It opens its logs, and a socket, which node's pipes are, cannot be opened as /dev/stdout.
	const child = spawn('nginx', ['-t', '-q', '-e', 'stderr', '-c', file], {stdio: ['ignore', 'ignore', 'pipe'], timeout: limitMs, signal});
	const [stderr, code] = await Promise.all([text(child.stderr), new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('exit', resolve);
	})]);
	return code === 0 ? undefined : firstComplaint(stderr) ?? `nginx -t ended with ${code ?? 'a signal'}`;
}

/** @param file where its configuration will be */
export function createNginx(file: string): Nginx {
	let child: ChildProcess | undefined;
	let end: (how: string) => void;
	const ended = new Promise<string>(resolve => {
		end = resolve;
	});
	return {
		ended,
		read() {
			if (child) {
				child.kill('SIGHUP');
				return;
			}

			child = spawn('nginx', ['-e', 'stderr', '-c', file, '-g', 'daemon off;'], {stdio: ['ignore', 'inherit', 'inherit']});
			child.once('error', error => end(error.message));
			child.once('exit', (code, signal) => end(signal ?? `exit code ${code}`));
		},
		stop() {
			if (child) {
				child.kill('SIGQUIT');
			} else {
				end('it was not started');
			}
		},
	};
}

/** `2026/11/21 15:00:00 [emerg] 7#7: pcre2_compile() failed: … in /run/…:80` without what is of no use to a reader. */
function firstComplaint(stderr: string): string | undefined {
	const line = stderr.split('\n').find(candidate => /\[(emerg|alert|crit)\]/.test(candidate));
	return line?.replace(/^.*?\[\w+\] (\d+#\d+: )?/, '').replace(/ in \S+:\d+$/, '');
}
