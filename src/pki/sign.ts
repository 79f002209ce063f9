import {type KeyObject, randomBytes, sign} from 'node:crypto';
import {
	AlgorithmIdentifier, Certificate, type Extension, Extensions, type Name, SubjectPublicKeyInfo, TBSCertificate, Time,
	Validity, Version,
} from '@peculiar/asn1-x509';
import {AsnConvert} from '@peculiar/asn1-schema';

export type CertificateFields = {
	readonly issuer: Name;
	readonly subject: Name;
	readonly notBefore: Date;
	readonly notAfter: Date;
	/** The subject's public key, a DER SubjectPublicKeyInfo. */
	readonly publicKey: Buffer;
	readonly extensions: readonly Extension[];
};

/** ecdsa-with-SHA256, RFC 5758 section 3.2; it has no parameters. */
const signatureAlgorithm = new AlgorithmIdentifier({algorithm: '1.2.840.10045.4.3.2'});

/** An X.509 v3 certificate as PEM, signed with the issuer's ECDSA P-256 key. */
export function signCertificate(fields: CertificateFields, issuerKey: KeyObject): string {
	const tbsCertificate = new TBSCertificate({
		version: Version.v3,
		serialNumber: randomSerial(),
		signature: signatureAlgorithm,
		issuer: fields.issuer,
		validity: validity(fields.notBefore, fields.notAfter),
		subject: fields.subject,
		subjectPublicKeyInfo: AsnConvert.parse(fields.publicKey, SubjectPublicKeyInfo),
		extensions: new Extensions([...fields.extensions]),
	});
	const tbsCertificateRaw = AsnConvert.serialize(tbsCertificate);
	const signature = sign('sha256', Buffer.from(tbsCertificateRaw), issuerKey);
	const certificate = new Certificate({tbsCertificate, tbsCertificateRaw, signatureAlgorithm, signatureValue: toArrayBuffer(signature)});
	return toPem(Buffer.from(AsnConvert.serialize(certificate)));
}

/** 128 bits, of which the first two are fixed: a DER integer that is positive and has no superfluous zeros. */
function randomSerial(): ArrayBuffer {
	const serial = randomBytes(16);
	serial.writeUInt8(serial.readUInt8(0) & 0x3f | 0x40, 0);
	return toArrayBuffer(serial);
}

function validity(notBefore: Date, notAfter: Date): Validity {
	const period = new Validity();
	period.notBefore = new Time(notBefore);
	period.notAfter = new Time(notAfter);
	return period;
}

/** A small Buffer is a window into a shared pool; asn1-schema would take the whole pool. */
function toArrayBuffer(buffer: Buffer): ArrayBuffer {
	return Uint8Array.from(buffer).buffer;
}

function toPem(der: Buffer): string {
	const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
	return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
