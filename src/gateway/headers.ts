/** Headers that belong to one connection stay on it (RFC 9110 §7.6.1); all others go through as they came. */
import type {IncomingMessage, OutgoingHttpHeaders} from 'node:http';

const hopByHop = ['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'expect'];

/** The end-to-end headers of a message with the spelling that they came in; several of one name become a list. */
export function endToEnd(message: IncomingMessage): OutgoingHttpHeaders {
	const dropped = new Set(hopByHop);
	for (const name of (message.headers.connection ?? '').split(',')) {
		dropped.add(name.trim().toLowerCase());
	}

	const headers = new Map<string, {name: string; values: string[]}>();
	for (let index = 0; index < message.rawHeaders.length; index += 2) {
		const name = message.rawHeaders[index]!;
		const key = name.toLowerCase();
		if (!dropped.has(key)) {
			const known = headers.get(key);
			if (known) {
				known.values.push(message.rawHeaders[index + 1]!);
			} else {
				headers.set(key, {name, values: [message.rawHeaders[index + 1]!]});
			}
		}
	}

	return Object.fromEntries([...headers.values()].map(({name, values}) => [name, values.length === 1 ? values[0] : values]));
}

/** Whether a request carries a body. */
export const hasBody = (message: IncomingMessage): boolean =>
	message.headers['transfer-encoding'] !== undefined || Number(message.headers['content-length'] ?? 0) > 0;

/** The headers without those of a body, for a request whose body is replaced. */
export function withoutBodyHeaders(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
	return Object.fromEntries(Object.entries(headers).filter(([name]) => !['content-length', 'content-type', 'content-encoding'].includes(name.toLowerCase())));
}
