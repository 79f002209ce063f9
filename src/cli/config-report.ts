/** A component's configuration as a person reads it. Pure. */
import {type DescribedFile, whatItIs} from '../component-config/describe-file.ts';
import type {ComponentConfig} from '../component-config/read.ts';
import type {CertificateDescription} from '../pki/describe.ts';
import {formatTable} from './output.ts';

/** Longer files are named, not shown, in bytes: the agent's topology is a book. `-o json` has them all. */
const longest = 16_384;

/** Each component with its files, and what each is. */
export function formatConfigs(configs: readonly ComponentConfig[]): string {
	return [
		formatTable(['COMPONENT', 'FILE', 'WHAT IT IS'], configs.flatMap(({component, files}) =>
			files.length === 0 ? [[component, '-', 'its command line is all it has']] : files.map(file => [component, file.path, whatItIs(file)]))),
		'',
		'One with all it has: single-kube config show COMPONENT',
	].join('\n');
}

/** Command line, environment, mounts and files of one component. */
export function formatConfig({component, container, image, command, environment, mounts, files}: ComponentConfig): string {
	return [
		`${component}: the container ${container} of the image ${image}`,
		...section('Command line', command.map((word, index) => `${index === 0 ? '' : '  '}${word.trimEnd().replaceAll('\n', '\n      ')}`)),
		...section('Environment', Object.entries(environment).map(([name, value]) => `${name}=${value}`)),
		...section('Mounts', mounts.map(({kind, source, target, readOnly}) => `${target}  from the ${kind === 'volume' ? 'volume' : 'host\'s'} ${source}${readOnly ? ', read-only' : ''}`)),
		...files.flatMap(file => ['', `==> ${file.path} <==`, showFile(file, component)]),
	].join('\n');
}

function section(title: string, lines: readonly string[]): string[] {
	return lines.length === 0 ? [] : ['', title, ...lines.map(line => `  ${line}`)];
}

function showFile(file: DescribedFile, component: string): string {
	switch (file.kind) {
		case 'certificate': {
			return file.certificates.map(certificate => showCertificate(certificate)).join('\n\n');
		}

		case 'private key':
		case 'secret': {
			return `(${file.kind}, not shown)`;
		}

		case 'public key':
		case 'kubeconfig':
		case 'configuration': {
			return file.content.length > longest ? `(${file.content.length} characters: single-kube config show ${component} -o json)` : file.content.trimEnd();
		}
	}
}

function showCertificate({subject, issuer, notBefore, notAfter, dnsNames, ipAddresses}: CertificateDescription): string {
	const day = (date: Date): string => date.toISOString().slice(0, 10);
	return [
		`certificate of ${subject}`,
		`  issued by ${issuer}`,
		`  valid from ${day(notBefore)} until ${day(notAfter)}`,
		...dnsNames.length + ipAddresses.length > 0 ? [`  for ${[...dnsNames, ...ipAddresses].join(', ')}`] : [],
	].join('\n');
}
