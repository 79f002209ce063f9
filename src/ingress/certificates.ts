/** Certificates from Secrets of type TLS ("TLS secrets", Kubernetes documentation). */
import {createSecureContext} from 'node:tls';
import {keyOf} from '../api/key-of.ts';
import {messageOf} from '../errors.ts';
import type {Secret} from './objects.ts';

/** PEM: the certificates of a chain and the key, as nginx reads them from one file. */
export type Certificate = {readonly pem: string} | {readonly problem: {readonly reason: string; readonly message: string}};

export function certificateOf(key: string, secrets: readonly Secret[]): Certificate {
	const secret = secrets.find(candidate => keyOf(candidate) === key);
	if (!secret) {
		return {problem: {reason: 'SecretNotFound', message: `there is no secret ${key} of the type kubernetes.io/tls: the certificate of the cluster is used`}};
	}

	try {
		const [certificate, privateKey] = ['tls.crt', 'tls.key'].map(name => Buffer.from(secret.data?.[name] ?? '', 'base64').toString().trim()) as [string, string];
		if (certificate === '' || privateKey === '') {
			throw new Error('it has to have tls.crt and tls.key');
		}

		// What nginx would do with it: a key of another certificate, or one that is too short, would keep all others from being served.
		createSecureContext({cert: certificate, key: privateKey});
		return {pem: `${certificate}\n${privateKey}\n`};
	} catch (error) {
		return {problem: {reason: 'SecretInvalid', message: `the secret ${key} is of no use, the certificate of the cluster is used: ${messageOf(error)}`}};
	}
}
