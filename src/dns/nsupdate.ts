/** Dynamic updates (RFC 2136) to the named beside this program, by BIND's own nsupdate. */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {text} from 'node:stream/consumers';
import type {Update} from './updates.ts';

/** How long one run may take, in milliseconds: far more than it does. */
const limit = 10_000;

/**
 * One run a change: an nsupdate that is kept goes on using a connection that named closed after half a minute.
 *
 * @param keyFile the session key of named; @param updates may be none
 * @throws Error with what nsupdate said when named took not all of it; the signal's reason
 */
export async function sendUpdates(keyFile: string, updates: readonly Update[], signal: AbortSignal): Promise<void> {
	if (updates.length === 0) {
		return;
	}

	const child = spawn('nsupdate', ['-v', '-k', keyFile], {stdio: ['pipe', 'ignore', 'pipe'], signal, timeout: limit});
	// A child that ended early is told by its exit code.
	child.stdin.on('error', () => undefined);
	child.stdin.end(updates.flatMap(({zone, commands}) => ['server 127.0.0.1', `zone ${zone}`, ...commands, 'send', '']).join('\n'));
	const [complaints, [code, killedBy]] = await Promise.all([text(child.stderr), once(child, 'close')]) as [string, [number | null, string | null]];
	if (code !== 0) {
		throw new Error(`named did not take an update (${killedBy ?? `exit code ${code}`}): ${complaints.trim()}`);
	}
}
