/** What a certificate may be used for, and how it is tied to its issuer (RFC 5280, section 4.2.1). */
import {createHash} from 'node:crypto';
import {isIP} from 'node:net';
import {
	AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, Extension, GeneralName, id_ce_authorityKeyIdentifier,
	id_ce_basicConstraints, id_ce_extKeyUsage, id_ce_keyUsage, id_ce_subjectAltName, id_ce_subjectKeyIdentifier,
	id_kp_clientAuth, id_kp_serverAuth, KeyIdentifier, KeyUsage, KeyUsageFlags, SubjectAlternativeName,
	SubjectKeyIdentifier, SubjectPublicKeyInfo,
} from '@peculiar/asn1-x509';
import {AsnConvert, OctetString} from '@peculiar/asn1-schema';
import {SingleKubeError} from '../errors.ts';

export type Usage = 'client' | 'server';

/** @param publicKey of the authority itself, a DER SubjectPublicKeyInfo */
export function authorityExtensions(publicKey: Buffer): Extension[] {
	return [
		extension(id_ce_basicConstraints, new BasicConstraints({cA: true, pathLenConstraint: 0}), true),
		extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign), true),
		extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(keyIdentifier(publicKey))),
	];
}

export type LeafExtensions = {
	readonly publicKey: Buffer;
	readonly authorityPublicKey: Buffer;
	readonly usages: readonly Usage[];
	readonly dnsNames: readonly string[];
	readonly ipAddresses: readonly string[];
};

/** @throws SingleKubeError BUG for an address that is none */
export function leafExtensions({publicKey, authorityPublicKey, usages, dnsNames, ipAddresses}: LeafExtensions): Extension[] {
	const names = [
		...dnsNames.map(dNSName => new GeneralName({dNSName})),
		...ipAddresses.map(iPAddress => new GeneralName({iPAddress: checkedAddress(iPAddress)})),
	];
	return [
		extension(id_ce_basicConstraints, new BasicConstraints({cA: false}), true),
		extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.digitalSignature), true),
		extension(id_ce_extKeyUsage, new ExtendedKeyUsage(usages.map(usage => purposes[usage]))),
		extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(keyIdentifier(publicKey))),
		extension(id_ce_authorityKeyIdentifier, new AuthorityKeyIdentifier({keyIdentifier: new KeyIdentifier(keyIdentifier(authorityPublicKey))})),
		...names.length === 0 ? [] : [extension(id_ce_subjectAltName, new SubjectAlternativeName(names))],
	];
}

const purposes = {client: id_kp_clientAuth, server: id_kp_serverAuth} satisfies Record<Usage, string>;

function extension(extnID: string, value: object, critical = false): Extension {
	return new Extension({extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value))});
}

/** SHA-1 of the key's bits, RFC 5280 section 4.2.1.2 method 1: an identifier, not a protection. */
function keyIdentifier(publicKey: Buffer): Buffer {
	const {subjectPublicKey} = AsnConvert.parse(publicKey, SubjectPublicKeyInfo);
	return createHash('sha1').update(Buffer.from(subjectPublicKey)).digest();
}

function checkedAddress(address: string): string {
	if (isIP(address) === 0) {
		throw new SingleKubeError('BUG', `a certificate was asked for with "${address}" as an IP address`);
	}

	return address;
}
