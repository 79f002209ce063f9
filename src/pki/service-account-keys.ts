import {createPublicKey} from 'node:crypto';
import {generateKeyPair} from './key-pair.ts';

export type ServiceAccountKeys = {
	/** For `--service-account-signing-key-file` (apiserver) and `--service-account-private-key-file` (controller-manager): PKCS#8 PEM. */
	readonly privateKey: string;
	/** For `--service-account-key-file` (apiserver): SubjectPublicKeyInfo PEM. */
	readonly publicKey: string;
};

/**
 * The key pair that signs service account tokens: ECDSA P-256, so tokens are ES256.
 *
 * Both flags take RSA or ECDSA keys in every Kubernetes from 1.20 to 1.37 ("contains PEM-encoded x509 RSA or ECDSA
 * private or public keys", kube-apiserver reference; signer and verifier are in pkg/serviceaccount); tried with 1.20.2,
 * tokens of the controller-manager and of TokenRequest. RSA 2048 would
 * only cost: hundreds of milliseconds to make, against a fraction of one, and longer tokens that are slower to sign.
 */
export async function createServiceAccountKeys(): Promise<ServiceAccountKeys> {
	const {key: privateKey} = await generateKeyPair();
	const publicKey = createPublicKey(privateKey).export({type: 'spki', format: 'pem'}).toString();
	return {privateKey, publicKey};
}
