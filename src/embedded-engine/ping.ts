import {request} from 'node:http';

/** Whether an engine answers on a unix socket within `limitMs`. */
export async function answersPing(socketPath: string, limitMs: number, signal?: AbortSignal): Promise<boolean> {
	signal?.throwIfAborted();
	const limit = AbortSignal.timeout(limitMs);
	return new Promise((resolve, reject) => {
		const ping = request({socketPath, path: '/_ping', signal: signal ? AbortSignal.any([signal, limit]) : limit}, response => {
			response.resume();
			resolve(response.statusCode === 200);
		});
		ping.on('error', () => {
			if (signal?.aborted) {
				reject(signal.reason as Error);
			} else {
				resolve(false);
			}
		});
		ping.end();
	});
}
