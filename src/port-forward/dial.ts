/** A connection to a port of a pod, through the apiserver and the kubelet, as `kubectl port-forward` makes it. */
import {Duplex} from 'node:stream';
import type {Api} from '../api/api.ts';
import {SingleKubeError} from '../errors.ts';
import {dataFrame, type Frame, frameReader, synStream} from './spdy.ts';

/** kubectl has many connections on one; here each has its own: one that is read slowly holds up no other. */
const errors = 1;
const data = 3;

/**
 * @returns both directions of the connection; it is destroyed with an error when the kubelet says that nobody listens at
 *   the port, or when the way there breaks
 * @throws ApiRequestError when there is no such pod, or it does not run; the signal's reason
 */
export async function dialPod(api: Api, {namespace, pod, port}: {readonly namespace: string; readonly pod: string; readonly port: number}, signal?: AbortSignal): Promise<Duplex> {
	const socket = await api.upgrade(`/api/v1/namespaces/${namespace}/pods/${pod}/portforward`, {protocol: 'SPDY/3.1', headers: {'x-stream-protocol-version': 'portforward.k8s.io'}}, signal);
	const of = {port: String(port), requestid: '0'};
	socket.write(Buffer.concat([
		synStream(errors, {streamtype: 'error', ...of}, true), dataFrame(errors, Buffer.alloc(0), true),
		synStream(data, {streamtype: 'data', ...of}, false),
	]));
	return connectionOver(socket, `port ${port} of the pod ${namespace}/${pod}`);
}

/** @param what continues "the connection to" */
export function connectionOver(socket: Duplex, what: string): Duplex {
	const read = frameReader();
	let said = '';
	const connection = new Duplex({
		allowHalfOpen: true,
		read() {
			socket.resume();
		},
		write(chunk: Buffer, _encoding, done) {
			socket.write(dataFrame(data, chunk, false), done);
		},
		final(done) {
			socket.write(dataFrame(data, Buffer.alloc(0), true), () => {
				done();
			});
		},
		destroy(error, done) {
			socket.destroy();
			done(error);
		},
	});
	const broken = (why: string): void => {
		connection.destroy(new SingleKubeError('API_REQUEST_FAILED', `the connection to ${what} failed`, {seen: [why], hint: 'Ask whether the pod runs and listens there: single-kube kubectl describe pod'}));
	};

	let over = false;
	const end = (): void => {
		if (!over && !connection.destroyed) {
			over = true;
			connection.push(null);
		}
	};

	const take = (frame: Frame): void => {
		switch (frame.kind) {
			case 'data': {
				if (frame.stream === errors) {
					said += frame.payload.toString('utf8');
					if (frame.last && said !== '') {
						broken(said.trim());
					}
				} else if (frame.stream === data) {
					const more = frame.payload.length === 0 || connection.push(frame.payload);
					if (frame.last) {
						end();
					} else if (!more) {
						socket.pause();
					}
				}

				break;
			}

			case 'reset': {
				broken(said === '' ? `the stream was reset with status ${frame.status}` : said.trim());
				break;
			}

			case 'ping': {
				// Even ones are the other side's questions.
				if (frame.id % 2 === 0) {
					socket.write(frame.bytes);
				}

				break;
			}

			case 'goaway': {
				end();
				break;
			}

			case 'other': {
				break;
			}
		}
	};

	socket.on('data', (chunk: Buffer) => {
		for (const frame of read(chunk)) {
			if (!connection.destroyed) {
				take(frame);
			}
		}
	}).on('error', (error: Error) => {
		connection.destroy(error);
	});
	for (const event of ['end', 'close']) {
		socket.on(event, () => {
			// What came before the end is still to be read.
			end();
			connection.end();
		});
	}

	return connection;
}
