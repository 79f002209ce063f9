/** Where the Docker CLI would look for its engine: DOCKER_HOST, DOCKER_CONTEXT, the current context, the default socket. */
import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {homedir} from 'node:os';
import path from 'node:path';
import {messageOf, SingleKubeError} from '../errors.ts';

export type DockerHost = {
	/** `unix:///var/run/docker.sock`, `tcp://host:2376`, `ssh://user@host` */
	readonly host: string;
	readonly origin: string;
	/** Whether somebody chose it: then no other engine is taken in its place. */
	readonly explicit: boolean;
	/** PEM files' contents, for TLS. */
	readonly tls?: {readonly ca?: string; readonly cert?: string; readonly key?: string};
};

export const defaultSocket = '/var/run/docker.sock';

/**
 * The first that is set, as "docker context" of the Docker CLI reference orders them.
 *
 * @throws SingleKubeError ENGINE_CONTEXT_INVALID naming the file that cannot be read
 */
export async function findDockerHost(env: NodeJS.ProcessEnv): Promise<DockerHost> {
	const directory = env['DOCKER_CONFIG'] || path.join(env['HOME'] || homedir(), '.docker');
	if (env['DOCKER_HOST']) {
		const secure = env['DOCKER_TLS_VERIFY'] ? await readTls(env['DOCKER_CERT_PATH'] || directory) : undefined;
		return {host: env['DOCKER_HOST'], origin: 'DOCKER_HOST', explicit: true, ...(secure ? {tls: secure} : {})};
	}

	const context = env['DOCKER_CONTEXT'] || await currentContext(path.join(directory, 'config.json'));
	if (context && context !== 'default') {
		return readContext(directory, context);
	}

	return {host: `unix://${defaultSocket}`, origin: 'the default socket', explicit: false};
}

async function currentContext(file: string): Promise<string | undefined> {
	const config = await readJson(file) as {currentContext?: unknown} | undefined;
	return typeof config?.currentContext === 'string' ? config.currentContext : undefined;
}

/** A context's files are in folders named by the hash of its name. */
async function readContext(directory: string, context: string): Promise<DockerHost> {
	const id = createHash('sha256').update(context).digest('hex');
	const file = path.join(directory, 'contexts', 'meta', id, 'meta.json');
	const meta = await readJson(file) as {Endpoints?: {docker?: {Host?: unknown}}} | undefined;
	const host = meta?.Endpoints?.docker?.Host;
	if (typeof host !== 'string' || host === '') {
		throw new SingleKubeError('ENGINE_CONTEXT_INVALID', `the Docker context ${context} names no engine`, {
			seen: [meta === undefined ? `${file} does not exist` : `${file} has no Endpoints.docker.Host`],
			hint: 'See what there is (docker context ls) and choose one: docker context use default',
		});
	}

	const tls = await readTls(path.join(directory, 'contexts', 'tls', id, 'docker'));
	return {host, origin: `the Docker context ${context}`, explicit: true, ...(tls ? {tls} : {})};
}

async function readJson(file: string): Promise<unknown> {
	try {
		return JSON.parse(await readFile(file, 'utf8'));
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'ENOTDIR') {
			return undefined;
		}

		throw new SingleKubeError('ENGINE_CONTEXT_INVALID', `${file} cannot be read`, {seen: [messageOf(error)], hint: `Mend or remove it: ${file}`, cause: error});
	}
}

async function readTls(directory: string): Promise<DockerHost['tls'] | undefined> {
	const read = async (name: string): Promise<string | undefined> => readFile(path.join(directory, name), 'utf8').catch(() => undefined);
	const [ca, cert, key] = await Promise.all([read('ca.pem'), read('cert.pem'), read('key.pem')]);
	return ca === undefined && cert === undefined && key === undefined ? undefined : {
		...(ca === undefined ? {} : {ca}), ...(cert === undefined ? {} : {cert}), ...(key === undefined ? {} : {key}),
	};
}
