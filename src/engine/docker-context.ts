/** Docker contexts as the CLI's context store keeps them: a directory a context, named by the SHA-256 of its name. */
import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {z} from 'zod';
import {isAbsent} from '../absent.ts';
import {messageOf, SingleKubeError} from '../errors.ts';
import type {EngineAddress} from './address.ts';
import {readTls} from './read-tls.ts';

const configFile = z.looseObject({currentContext: z.string().optional()});
const metaFile = z.looseObject({
	Endpoints: z.looseObject({
		docker: z.looseObject({Host: z.string().min(1), SkipTLSVerify: z.boolean().optional()}),
	}),
});

/**
 * @returns the name in config.json; undefined where the file or the name is missing
 * @throws SingleKubeError ENGINE_CONTEXT_INVALID when the file is not what the CLI writes
 */
export async function currentContext(configDirectory: string): Promise<string | undefined> {
	const file = path.join(configDirectory, 'config.json');
	return (await readJson(file, configFile, 'the Docker configuration'))?.currentContext;
}

/** @throws SingleKubeError ENGINE_CONTEXT_INVALID when there is no such context, or its files are broken */
export async function contextAddress(configDirectory: string, name: string, origin: string): Promise<EngineAddress> {
	const id = createHash('sha256').update(name).digest('hex');
	const file = path.join(configDirectory, 'contexts', 'meta', id, 'meta.json');
	const meta = await readJson(file, metaFile, `the Docker context ${name}`);
	if (!meta) {
		throw new SingleKubeError('ENGINE_CONTEXT_INVALID', `the Docker context ${name} does not exist`, {
			seen: [`no ${file}`], hint: 'See which there are: docker context ls. Choose one: docker context use NAME',
		});
	}

	const {Host: host, SkipTLSVerify: skipVerify} = meta.Endpoints.docker;
	const tls = await readTls(path.join(configDirectory, 'contexts', 'tls', id, 'docker'), !skipVerify, `the Docker context ${name}`);
	const secured = tls.ca ?? tls.cert ?? (skipVerify ? true : undefined);
	return {host, origin, explicit: true, tls: host.startsWith('tcp://') && secured ? tls : undefined};
}

async function readJson<T>(file: string, schema: z.ZodType<T>, what: string): Promise<T | undefined> {
	try {
		return schema.parse(JSON.parse(await readFile(file, 'utf8')));
	} catch (error) {
		if (isAbsent(error)) {
			return undefined;
		}

		throw new SingleKubeError('ENGINE_CONTEXT_INVALID', `could not read ${what}: ${file} is broken`, {
			seen: error instanceof z.ZodError ? error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`) : [messageOf(error)],
			hint: `Repair ${file}, or set DOCKER_HOST to go round it`,
			cause: error,
		});
	}
}
