/**
 * Registries with a certificate of somebody's own authority. An engine reads /etc/docker/certs.d/HOST:PORT/*.crt at each pull
 * (Docker, "Verify repository client with certificates"); the place is compiled in, the same for every dockerd of a machine.
 */
import {X509Certificate} from 'node:crypto';
import {mkdir, readdir, readFile, rm, rmdir} from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type {Engine} from '../engine/engine.ts';
import {engineInfo} from '../engine/info.ts';
import {messageOf, SingleKubeError} from '../errors.ts';
import type {Emit} from '../events.ts';
import {isRegistryHost} from './references.ts';

export const trustDirectory = '/etc/docker/certs.d';
/** Ours beside what a person put there. */
const fileName = 'single-kube.crt';

/**
 * Have the engine trust what an authority signed, for this registry alone. It needs no restart.
 *
 * @param host with its port, as it stands in the names of images: `registry.example.org:5000`
 * @param caFile PEM, one certificate or several
 * @throws SingleKubeError OPTION_INVALID when the file holds no certificate; REGISTRY_UNTRUSTED with the command to paste where it
 *   is not ours to do: the engine is elsewhere, or we are not root
 */
export async function trustRegistry(engine: Engine, host: string, caFile: string, emit: Emit, directory = trustDirectory): Promise<void> {
	// Also because it becomes part of a path.
	if (!isRegistryHost(host)) {
		throw new SingleKubeError('OPTION_INVALID', `"${host}" is no registry to trust`, {hint: 'Write it as HOST or HOST:PORT, as in the names of its images'});
	}

	const certificates = await readCertificates(caFile);
	const target = path.join(directory, host, fileName);
	if (await readFile(target, 'utf8').catch(() => undefined) === certificates) {
		return;
	}

	const {isLocal} = await engineInfo(engine);
	if (!isLocal) {
		throw notOurs(host, caFile, `the engine ${engine.host} runs on another machine, or in a virtual one`);
	}

	try {
		await mkdir(path.dirname(target), {recursive: true, mode: 0o755});
		await writeFileAtomic(target, certificates, {mode: 0o644});
	} catch (error) {
		throw notOurs(host, caFile, messageOf(error));
	}

	emit({type: 'noted', phase: 'engine', text: `Docker engines of this machine trust ${host} by ${target}`});
}

/** Take back every authority that we gave to engines of this machine. @returns the hosts */
export async function forgetRegistries(directory = trustDirectory): Promise<string[]> {
	const hosts = await readdir(directory).catch(() => []);
	const forgotten: string[] = [];
	for (const host of hosts) {
		const target = path.join(directory, host, fileName);
		if (await readFile(target).then(() => true, () => false)) {
			await rm(target, {force: true});
			await rmdir(path.dirname(target)).catch(() => undefined);
			forgotten.push(host);
		}
	}

	if (forgotten.length > 0) {
		await rmdir(directory).catch(() => undefined);
	}

	return forgotten;
}

async function readCertificates(file: string): Promise<string> {
	const invalid = (why: string): SingleKubeError => new SingleKubeError('OPTION_INVALID', `${file} is no certificate authority: ${why}`, {hint: 'Give a file with PEM certificates: -----BEGIN CERTIFICATE-----'});
	const text = await readFile(file, 'utf8').catch((error: unknown) => {
		throw invalid(messageOf(error));
	});
	const certificates = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
	if (certificates.length === 0) {
		throw invalid('there is no PEM certificate in it');
	}

	for (const certificate of certificates) {
		try {
			new X509Certificate(certificate);
		} catch (error) {
			throw invalid(messageOf(error));
		}
	}

	// Only these: a key that stands in the same file is nobody's business.
	return `${certificates.join('\n')}\n`;
}

function notOurs(host: string, caFile: string, why: string): SingleKubeError {
	return new SingleKubeError('REGISTRY_UNTRUSTED', `the engine could not be given the authority of ${host}`, {
		seen: [why], hint: `On the engine's machine, as root: install -D -m 644 ${caFile} ${trustDirectory}/${host}/ca.crt`,
	});
}
