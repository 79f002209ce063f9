/** What a file of a component is, and what of it may be shown. Pure. */
import {parse} from 'yaml';
import {type CertificateDescription, describeCertificate} from '../pki/describe.ts';
import {describeKubeconfig, isKubeconfig} from './describe-kubeconfig.ts';
import {redactText} from './redact.ts';

export type DescribedFile = {
	/** Absolute, as the component sees it. */
	readonly path: string;
} & (
	| {readonly kind: 'certificate'; readonly certificates: readonly CertificateDescription[]}
	/** Nothing of it is ever given away. */
	| {readonly kind: 'private key'}
	| {readonly kind: 'public key'; readonly content: string}
	| {readonly kind: 'secret'}
	| {readonly kind: 'kubeconfig'; readonly content: string}
	/** `type` is its `kind`, when it says so: `KubeletConfiguration`. */
	| {readonly kind: 'configuration'; readonly type: string | undefined; readonly content: string}
);

/** Files whose name says that they are secret, whatever their form. */
const secretFile = /(^|[-_./])(token|tokens|password|passwords|htpasswd|passwd)(\.(csv|txt))?$/i;

/** @throws SingleKubeError STATE_CORRUPT when a certificate cannot be read */
export function describeFile(path: string, content: string): DescribedFile {
	// By name too: one in a form that is not known yet is not to be shown for that.
	if (/\.key$/.test(path) || (content.includes('PRIVATE KEY-----') && !content.includes('-----BEGIN CERTIFICATE-----'))) {
		return {path, kind: 'private key'};
	}

	if (secretFile.test(path)) {
		return {path, kind: 'secret'};
	}

	const certificates = content.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g);
	if (certificates && content.trimStart().startsWith('-----BEGIN')) {
		return {path, kind: 'certificate', certificates: certificates.map(pem => describeCertificate(pem))};
	}

	if (content.startsWith('-----BEGIN PUBLIC KEY-----')) {
		return {path, kind: 'public key', content};
	}

	const value = parsed(content);
	return isKubeconfig(value)
		? {path, kind: 'kubeconfig', content: describeKubeconfig(value)}
		: {path, kind: 'configuration', type: typeof value?.['kind'] === 'string' ? value['kind'] : undefined, content: redactText(content)};
}

/** In a few words, for a list. */
export function whatItIs(file: DescribedFile): string {
	switch (file.kind) {
		case 'certificate': {
			return `certificate of ${file.certificates.map(({subject}) => subject).join('; ')}`;
		}

		case 'configuration': {
			return file.type ?? 'configuration';
		}

		case 'private key':
		case 'secret': {
			return `${file.kind}, not shown`;
		}

		case 'public key':
		case 'kubeconfig': {
			return file.kind;
		}
	}
}

function parsed(content: string): Record<string, unknown> | undefined {
	try {
		const value: unknown = parse(content);
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Record<string, unknown> : undefined;
	} catch {
		return undefined;
	}
}
