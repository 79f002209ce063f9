import {createPrivateKey, X509Certificate} from 'node:crypto';
import {Certificate} from '@peculiar/asn1-x509';
import {AsnConvert} from '@peculiar/asn1-schema';
import type {Authority, KeyedCertificate} from './authority.ts';
import {leafExtensions, type Usage} from './extensions.ts';
import {issuedFor, nameOf, yearsFrom} from './fields.ts';
import {generateKeyPair} from './key-pair.ts';
import {signCertificate} from './sign.ts';

export type CertificateRequest = {
	/** For a client the user's name, as Kubernetes' authorizers see it: `system:node:node-1`. */
	readonly commonName: string;
	/** For a client the user's groups: `system:nodes`. */
	readonly organizations?: readonly string[];
	readonly usages: readonly Usage[];
	/** What a server is reached by. Go ignores the common name here, so a server needs at least one name or address. */
	readonly dnsNames?: readonly string[];
	readonly ipAddresses?: readonly string[];
	/** How long it is valid, 10 by default, but never longer than its authority. */
	readonly years?: number;
};

/**
 * A new ECDSA P-256 key and the authority's certificate for it, both PEM.
 *
 * @throws SingleKubeError BUG when an address of the request is none
 */
export async function issueCertificate(authority: Authority, request: CertificateRequest): Promise<KeyedCertificate> {
	const {commonName, organizations, usages, dnsNames = [], ipAddresses = [], years = 10} = request;
	const issuer = new X509Certificate(authority.certificate);
	const authorityPublicKey = issuer.publicKey.export({type: 'spki', format: 'der'});
	const {publicKey, key} = await generateKeyPair();
	const notBefore = issuedFor(new Date());
	const certificate = signCertificate({
		issuer: AsnConvert.parse(issuer.raw, Certificate).tbsCertificate.subject,
		subject: nameOf(commonName, organizations),
		notBefore,
		notAfter: earlier(yearsFrom(notBefore, years), new Date(issuer.validTo)),
		publicKey,
		extensions: leafExtensions({publicKey, authorityPublicKey, usages, dnsNames, ipAddresses}),
	}, createPrivateKey(authority.key));
	return {certificate, key};
}

function earlier(a: Date, b: Date): Date {
	return a < b ? a : b;
}
