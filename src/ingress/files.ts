/** The files that nginx reads: its configuration, and certificates by the hash of what is in them. */
import {createHash} from 'node:crypto';
import {mkdir, readdir, rename, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';

export type Files = {
	readonly config: string;
	/** Where a certificate is, or will be once it is written; undefined for the fallback. */
	readonly certificateFile: (pem: string | undefined) => string;
	/** Write a configuration beside the one that is served. @returns its path */
	readonly writeNext: (config: string, certificates: ReadonlyArray<string | undefined>) => Promise<string>;
	/** The next configuration becomes the one that is served; certificates that it does not use are removed. */
	readonly adopt: (certificates: ReadonlyArray<string | undefined>) => Promise<void>;
};

/**
 * @param directory is made anew
 * @param fallback the PEM for hosts whose Ingress names no secret
 */
export async function openFiles(directory: string, fallback: string): Promise<Files> {
	const certificates = path.join(directory, 'certificates');
	await rm(directory, {recursive: true, force: true});
	await mkdir(certificates, {recursive: true, mode: 0o700});
	const certificateFile = (pem = fallback): string => path.join(certificates, `${createHash('sha256').update(pem).digest('hex').slice(0, 32)}.pem`);
	const config = path.join(directory, 'nginx.conf');
	const next = path.join(directory, 'next.conf');
	return {
		config, certificateFile,
		async writeNext(text, pems) {
			for (const pem of new Set([fallback, ...pems])) {
				await writeFile(certificateFile(pem), pem ?? fallback, {mode: 0o600});
			}

			await writeFile(next, text);
			return next;
		},
		async adopt(pems) {
			await rename(next, config);
			const used = new Set([undefined, ...pems].map(pem => path.basename(certificateFile(pem))));
			for (const file of await readdir(certificates)) {
				if (!used.has(file)) {
					await rm(path.join(certificates, file));
				}
			}
		},
	};
}
