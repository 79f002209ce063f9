/** Who we are to a registry: what `docker login` wrote down, found as the Docker CLI finds it. */
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {z} from 'zod';
import type {RegistryAuth} from '../engine/distribution.ts';
import {configDirectory} from '../engine/find-address.ts';
import {isAbsent} from '../absent.ts';
import {messageOf, SingleKubeError} from '../errors.ts';
import {askHelper} from './credential-helper.ts';

/** @returns what to say to this registry; undefined where nothing is known of it */
export type Credentials = (registry: string) => Promise<RegistryAuth | undefined>;

/** The CLI's config.json ("docker login", "Credential stores" and "Credential helpers"). */
const schema = z.looseObject({
	auths: z.record(z.string(), z.looseObject({
		auth: z.string().optional(), identitytoken: z.string().optional(), username: z.string().optional(), password: z.string().optional(),
	})).optional(),
	credHelpers: z.record(z.string(), z.string()).optional(),
	credsStore: z.string().optional(),
});

type Config = z.infer<typeof schema>;

/** The file is read at once, a helper is asked once for each registry. @param env DOCKER_CONFIG, HOME and the PATH of helpers @throws SingleKubeError REGISTRY_CREDENTIALS_INVALID */
export async function dockerCredentials(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Credentials> {
	const file = path.join(configDirectory(env), 'config.json');
	const config = await readConfig(file);
	const known = new Map<string, Promise<RegistryAuth | undefined>>();
	return async registry => {
		const found = known.get(registry) ?? find(file, config, registry, env, signal);
		known.set(registry, found);
		return found;
	};
}

async function find(file: string, config: Config, registry: string, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<RegistryAuth | undefined> {
	const key = keyOf(registry);
	const helper = config.credHelpers?.[key] ?? config.credHelpers?.[registry] ?? config.credsStore;
	// As with the CLI: where a helper is responsible the file is not.
	return helper ? askHelper(helper, key, env, signal) : inFile(file, config, key);
}

/** Docker Hub's is older than the names of today. */
const keyOf = (registry: string): string => registry === 'docker.io' ? 'https://index.docker.io/v1/' : registry;

function inFile(file: string, {auths = {}}: Config, key: string): RegistryAuth | undefined {
	const entry = auths[key] ?? Object.entries(auths).find(([written]) => hostOf(written) === hostOf(key))?.[1];
	if (!entry) {
		return undefined;
	}

	if (entry.identitytoken) {
		return {serveraddress: key, identitytoken: entry.identitytoken};
	}

	if (!entry.auth) {
		return entry.username && entry.password ? {serveraddress: key, username: entry.username, password: entry.password} : undefined;
	}

	const decoded = Buffer.from(entry.auth, 'base64').toString().replace(/\0+$/, '');
	const colon = decoded.indexOf(':');
	if (colon < 1) {
		throw invalid(file, [`auths["${key}"].auth: is not the base64 of USER:PASSWORD`]);
	}

	return {serveraddress: key, username: decoded.slice(0, colon), password: decoded.slice(colon + 1)};
}

const hostOf = (written: string): string => written.replace(/^https?:\/\//, '').split('/')[0]!;

async function readConfig(file: string): Promise<Config> {
	let text: string;
	try {
		text = await readFile(file, 'utf8');
	} catch (error) {
		if (isAbsent(error)) {
			return {};
		}

		throw invalid(file, [messageOf(error)]);
	}

	const parsed = schema.safeParse(parseJson(file, text));
	if (!parsed.success) {
		throw invalid(file, parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`));
	}

	return parsed.data;
}

/** What the parser says quotes the text, and there may be a password in it. */
function parseJson(file: string, text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw invalid(file, ['it is not JSON']);
	}
}

function invalid(file: string, seen: readonly string[]): SingleKubeError {
	return new SingleKubeError('REGISTRY_CREDENTIALS_INVALID', `the Docker CLI's configuration ${file} cannot be used`, {
		seen, hint: `Repair ${file}, or move it away and log in again: docker login HOST`,
	});
}
