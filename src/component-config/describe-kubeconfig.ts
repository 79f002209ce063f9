/** A kubeconfig without what lets somebody in; its certificates in words. Pure. */
import {stringify} from 'yaml';
import {describeCertificate} from '../pki/describe.ts';
import {privateKeyNotShown, redactText, secretNotShown} from './redact.ts';

export type Kubeconfig = Record<string, unknown> & {readonly kind: 'Config'};

export function isKubeconfig(value: Record<string, unknown> | undefined): value is Kubeconfig {
	return value?.['kind'] === 'Config' && ('users' in value || 'clusters' in value);
}

/** @returns YAML; of a user, what is neither a name nor a certificate nor the path of a file is left out */
export function describeKubeconfig(kubeconfig: Kubeconfig): string {
	return redactText(stringify(JSON.parse(JSON.stringify(kubeconfig, replace)), {lineWidth: 0}));
}

/** From https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/: AuthInfo's fields that are secrets. */
const secrets = new Set(['token', 'password', 'client-secret', 'id-token', 'refresh-token', 'access-token']);

function replace(key: string, value: unknown): unknown {
	if (key === 'client-key-data') {
		return privateKeyNotShown;
	}

	if (secrets.has(key) || key === 'exec' || key === 'auth-provider') {
		return secretNotShown;
	}

	return key.endsWith('certificate-data') || key === 'certificate-authority-data' ? inWords(String(value)) : value;
}

function inWords(base64: string): string {
	try {
		const {subject, notAfter} = describeCertificate(Buffer.from(base64, 'base64').toString('utf8'));
		return `(certificate of ${subject}, valid until ${notAfter.toISOString().slice(0, 10)})`;
	} catch {
		return '(no certificate)';
	}
}
