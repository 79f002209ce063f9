import {X509Certificate} from 'node:crypto';
import {messageOf, SingleKubeError} from '../errors.ts';

export type CertificateDescription = {
	/** The distinguished name as a line: `O=system:nodes, CN=system:node:node-1`. */
	readonly subject: string;
	readonly issuer: string;
	readonly notBefore: Date;
	readonly notAfter: Date;
	readonly dnsNames: readonly string[];
	/** In their shortest form: `10.96.0.1`, `fd00::1`. */
	readonly ipAddresses: readonly string[];
	/** Hexadecimal, upper case. */
	readonly serial: string;
};

/**
 * What a PEM certificate says.
 *
 * @throws SingleKubeError STATE_CORRUPT when the text is no certificate
 */
export function describeCertificate(pem: string): CertificateDescription {
	const certificate = parse(pem);
	const names = (certificate.subjectAltName ?? '').split(', ');
	return {
		subject: oneLine(certificate.subject),
		issuer: oneLine(certificate.issuer),
		notBefore: new Date(certificate.validFrom),
		notAfter: new Date(certificate.validTo),
		dnsNames: valuesOf(names, 'DNS:'),
		ipAddresses: valuesOf(names, 'IP Address:').map(address => shortest(address)),
		serial: certificate.serialNumber,
	};
}

/**
 * Whether the authority named in the certificate is this one, and its key made the signature. Says nothing of dates.
 *
 * @throws SingleKubeError STATE_CORRUPT when one of the two is no certificate
 */
export function isSignedBy(pem: string, authorityPem: string): boolean {
	const certificate = parse(pem);
	const authority = parse(authorityPem);
	return certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
}

function parse(pem: string): X509Certificate {
	try {
		return new X509Certificate(pem);
	} catch (error) {
		throw new SingleKubeError('STATE_CORRUPT', 'a certificate cannot be read', {
			seen: [`begins with: ${JSON.stringify(pem.slice(0, 40))}`, messageOf(error)],
			hint: 'Have it issued again: single-kube stop && single-kube start', cause: error,
		});
	}
}

function oneLine(distinguishedName: string): string {
	return distinguishedName.split('\n').join(', ');
}

function valuesOf(names: readonly string[], prefix: string): string[] {
	return names.filter(name => name.startsWith(prefix)).map(name => name.slice(prefix.length));
}

/** OpenSSL prints IPv6 addresses in full; a URL's host is in the short form. */
function shortest(address: string): string {
	return address.includes(':') ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address;
}
