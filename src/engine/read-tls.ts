import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {isAbsent} from '../absent.ts';
import {messageOf, SingleKubeError} from '../errors.ts';
import type {EngineTls} from './address.ts';

/**
 * `ca.pem`, `cert.pem` and `key.pem` of a directory, each of which may be missing, as for the CLI.
 *
 * @param named what named the directory, for the error
 * @throws SingleKubeError ENGINE_CONTEXT_INVALID when a file is there and cannot be read, or when one of certificate and key is alone
 */
export async function readTls(directory: string, verify: boolean, named: string): Promise<EngineTls> {
	const [ca, cert, key] = await Promise.all(['ca.pem', 'cert.pem', 'key.pem'].map(async file => readIfThere(path.join(directory, file), named)));
	if ((cert === undefined) !== (key === undefined)) {
		throw new SingleKubeError('ENGINE_CONTEXT_INVALID', `${named} has a client certificate or its key, not both`, {
			seen: [`${path.join(directory, cert ? 'key.pem' : 'cert.pem')} does not exist`],
			hint: 'Put cert.pem and key.pem side by side',
		});
	}

	return {ca, cert, key, verify};
}

async function readIfThere(file: string, named: string): Promise<Buffer | undefined> {
	try {
		return await readFile(file);
	} catch (error) {
		if (isAbsent(error)) {
			return undefined;
		}

		throw new SingleKubeError('ENGINE_CONTEXT_INVALID', `could not read ${file}, which ${named} names`, {
			seen: [messageOf(error)], hint: `Make it readable: ls -l ${path.dirname(file)}`, cause: error,
		});
	}
}
