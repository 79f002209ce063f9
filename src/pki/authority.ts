/** A certificate authority of a cluster: the only thing whose certificate its parts trust. */
import {generateKeyPair} from './key-pair.ts';
import {issuedFor, nameOf, yearsFrom} from './fields.ts';
import {authorityExtensions} from './extensions.ts';
import {signCertificate} from './sign.ts';

/** A certificate and its private key, both PEM; the key is PKCS#8 (`BEGIN PRIVATE KEY`), which Go and etcd 3.4 read. */
export type KeyedCertificate = {readonly certificate: string; readonly key: string};

export type Authority = KeyedCertificate;

/** As long as kubeadm's authorities live. */
const years = 10;

/**
 * A new self-signed authority: ECDSA P-256, valid for 10 years, and for end-entity certificates only (path length 0).
 *
 * @param commonName what a person sees as the issuer: `single-kube default`
 */
export async function createAuthority(commonName: string): Promise<Authority> {
	const {publicKey, privateKey, key} = await generateKeyPair();
	const name = nameOf(commonName);
	const notBefore = issuedFor(new Date());
	const certificate = signCertificate({
		issuer: name,
		subject: name,
		notBefore,
		notAfter: yearsFrom(notBefore, years),
		publicKey,
		extensions: authorityExtensions(publicKey),
	}, privateKey);
	return {certificate, key};
}
