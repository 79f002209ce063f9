/** The DNS server as a child of this program: neither lives without the other. */
import {spawn} from 'node:child_process';

/** @param ended called when the server ends, with why; not after an abort */
export function runServer(program: string, parameters: readonly string[], ended: (reason: string) => void, signal: AbortSignal): void {
	const child = spawn(program, parameters, {stdio: ['ignore', 'inherit', 'inherit'], signal});
	child.on('error', error => {
		if (!signal.aborted) {
			ended(`${program} ended: ${error.message}`);
		}
	});
	child.on('exit', (code, killedBy) => {
		if (!signal.aborted) {
			ended(`${program} ended: exit code ${code ?? 'none'}, signal ${killedBy ?? 'none'}`);
		}
	});
}
