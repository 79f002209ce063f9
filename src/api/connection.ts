import {Agent} from 'node:https';

export type ApiCredentials = {
	/** `https://127.0.0.1:6443` */
	readonly server: string;
	/** PEM, like the two below. */
	readonly certificateAuthority: string;
	readonly clientCertificate: string;
	readonly clientKey: string;
};

export type ApiConnection = {readonly server: URL; readonly agent: Agent};

/** An agent that keeps connections for the next call: a new TLS handshake costs the apiserver more than most requests. */
export function createConnection({server, certificateAuthority, clientCertificate, clientKey}: ApiCredentials): ApiConnection {
	return {
		server: new URL(server),
		agent: new Agent({keepAlive: true, ca: certificateAuthority, cert: clientCertificate, key: clientKey, minVersion: 'TLSv1.2'}),
	};
}
