/** A pod that says what it was asked, and one way to ask for anything. */
import {type IncomingHttpHeaders, request as httpRequest, type RequestOptions} from 'node:http';
import {request as httpsRequest} from 'node:https';
import type {TLSSocket} from 'node:tls';

/** Listens at 8081 to 8083, at 8443 with TLS; says what reached it; a connection that is upgraded gets back what it sends. */
const program = `
const http = require('http'), https = require('https'), fs = require('fs');
const handle = (request, response) => {
	let bytes = 0;
	request.on('data', chunk => { bytes += chunk.length; }).on('end', () => {
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify({port: request.socket.localPort, url: request.url, method: request.method, headers: request.headers, bytes}));
	});
};
const read = name => fs.readFileSync('/tls/' + name);
for (const port of [8081, 8082, 8083]) {
	http.createServer(handle).listen(port).on('upgrade', (request, socket) => {
		socket.write('HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n\\r\\n');
		socket.pipe(socket);
	});
}
https.createServer({cert: read('tls.crt'), key: read('tls.key')}, handle).listen(8443);
`;

/** The services a, b and c at its three ports, `secure` at that with TLS, for which it needs the secret `echo`. */
export function echoObjects(image: string): readonly object[] {
	const labels = {app: 'echo'};
	const service = (name: string, targetPort: number): object => ({apiVersion: 'v1', kind: 'Service', metadata: {name, namespace: 'default'}, spec: {selector: labels, ports: [{name: 'web', port: 80, targetPort}]}});
	return [
		{
			apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name: 'echo', namespace: 'default'},
			spec: {
				replicas: 1, selector: {matchLabels: labels},
				template: {
					metadata: {labels},
					spec: {
						terminationGracePeriodSeconds: 1,
						containers: [{name: 'echo', image, imagePullPolicy: 'Never', command: ['node', '-e', program], volumeMounts: [{name: 'tls', mountPath: '/tls'}], readinessProbe: {tcpSocket: {port: 8443}, periodSeconds: 1}}],
						volumes: [{name: 'tls', secret: {secretName: 'echo'}}],
					},
				},
			},
		},
		service('a', 8081), service('b', 8082), service('c', 8083), service('secure', 8443),
	];
}

export type Echo = {readonly port: number; readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly bytes: number};

export type Answer = {
	readonly status: number;
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
	/** What reached the pod; throws when something else answered. */
	readonly echo: () => Echo;
	/** The common name of the certificate that was shown. */
	readonly certificate: string | undefined;
};

/** @param url with a host that only the ingress controller knows @param address where to ask it */
export async function ask(address: string, url: string, {body, ...options}: RequestOptions & {readonly body?: Buffer} = {}): Promise<Answer> {
	const {protocol, hostname, host, pathname, search} = new URL(url);
	const secure = protocol === 'https:';
	return new Promise((resolve, reject) => {
		const sent = (secure ? httpsRequest : httpRequest)({
			host: address, port: secure ? 443 : 80, path: `${pathname}${search}`, timeout: 10_000, agent: false,
			...secure ? {servername: hostname, rejectUnauthorized: false} : {},
			...options, headers: {host, ...options.headers as Record<string, string>},
		}, response => {
			const certificate = secure ? (response.socket as TLSSocket).getPeerCertificate().subject.CN : undefined;
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => chunks.push(chunk)).once('error', reject).once('end', () => {
				const text = Buffer.concat(chunks).toString();
				resolve({status: response.statusCode!, headers: response.headers, body: text, echo: () => JSON.parse(text) as Echo, certificate: certificate as string | undefined});
			});
		});
		sent.once('timeout', () => sent.destroy(new Error('no answer'))).once('error', reject);
		sent.end(body);
	});
}
