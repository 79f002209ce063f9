/** Options from a file: that of `--config`, else that of this machine, where there is one. What is typed counts before it. */
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {messageOf, SingleKubeError} from '../errors.ts';
import {homeDirectory} from '../home-directory.ts';
import type {ConfigKey} from './config-schema.ts';
import type {Flags, Invocation} from './invocation.ts';
import {nearest} from '../nearest.ts';

/**
 * @returns the invocation with the file's options where none was typed; those that the command does not take are left out
 * @throws SingleKubeError CONFIG_FILE_INVALID naming file, key, and the nearest known one
 */
export async function withConfigFile(invocation: Invocation, env: NodeJS.ProcessEnv = process.env): Promise<Invocation> {
	const {command, flags} = invocation;
	if (command === 'config') {
		// What is wrong with a file is what it is asked about.
		return invocation;
	}

	const read = await readConfigFile(flags.config ?? defaultConfigFile(env), flags.config !== undefined);
	if (!read) {
		return invocation;
	}

	const taken = read.filter(({key: {commands}}) => commands === undefined || commands.includes(command));
	return {...invocation, flags: {...toFlags(taken), ...flags}};
}

/** `$XDG_CONFIG_HOME/single-kube/config.yaml`; a relative one is to be ignored (XDG Base Directory Specification). */
export function defaultConfigFile(env: NodeJS.ProcessEnv): string {
	const configured = env['XDG_CONFIG_HOME'];
	return path.join(configured && path.isAbsolute(configured) ? configured : path.join(homeDirectory(env), '.config'), 'single-kube', 'config.yaml');
}

/** What a file says for one option, read as the command line would read it. */
export type ConfigValue = {readonly key: ConfigKey; readonly value: unknown};

/**
 * @param required whether it is an error that there is no such file
 * @returns undefined when there is none
 * @throws SingleKubeError CONFIG_FILE_INVALID
 */
export async function readConfigFile(file: string, required: boolean): Promise<ConfigValue[] | undefined> {
	let text: string;
	try {
		text = await readFile(file, 'utf8');
	} catch (error) {
		if (!required && ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) {
			return undefined;
		}

		throw new SingleKubeError('CONFIG_FILE_INVALID', `${file} cannot be read`, {seen: [messageOf(error)], hint: `Have one made: single-kube config init ${file}`, cause: error});
	}

	return parseConfig(text, file);
}

/** @param file its path; paths that it names are relative to it @throws SingleKubeError CONFIG_FILE_INVALID with a line for each thing that is wrong */
export async function parseConfig(text: string, file: string): Promise<ConfigValue[]> {
	// Few calls have a file: the others do not wait for these to be loaded.
	const [{loadAll}, {z}, {configKeys, configSchema}] = await Promise.all([import('js-yaml'), import('zod'), import('./config-schema.ts')]);
	let content: unknown;
	try {
		// An empty file is no document; more than one are one too many, and no object.
		const documents = loadAll(text, {filename: file});
		content = (documents.length > 1 ? documents : documents[0]) ?? {};
	} catch (error) {
		throw new SingleKubeError('CONFIG_FILE_INVALID', `${file} is no YAML`, {seen: [messageOf(error)], hint: `See a whole one: single-kube config init ${path.join(path.dirname(file), 'example.yaml')}`, cause: error});
	}

	const keys = configKeys();
	const result = z.fromJSONSchema(configSchema()).safeParse(content);
	const wrong: string[] = [];
	const values: ConfigValue[] = [];
	for (const key of typeof content === 'object' && !Array.isArray(content) ? keys : []) {
		const given = (content as Readonly<Record<string, unknown>>)[key.key];
		const misfit = result.success ? undefined : result.error.issues.find(issue => issue.path[0] === key.key);
		if (given !== undefined && (!misfit || misfit.code === 'invalid_format')) {
			try {
				values.push({key, value: readValue(key, given, file)});
			} catch (error) {
				wrong.push(`${key.key}: ${messageOf(error)}`);
			}
		} else if (misfit) {
			wrong.push(...describe(misfit, keys));
		}
	}

	wrong.push(...result.success ? [] : result.error.issues.filter(({path: [first]}) => first === undefined).flatMap(issue => describe(issue, keys)));

	if (wrong.length > 0) {
		throw new SingleKubeError('CONFIG_FILE_INVALID', `${file} says something that cannot be used`, {seen: wrong, hint: `After mending it: single-kube config validate ${file}`});
	}

	return values;
}

export function toFlags(values: readonly ConfigValue[]): Flags {
	return Object.fromEntries(values.map(({key, value}) => [key.flag, value]));
}

/** As if each item had been typed. */
function readValue({option: {value: {parse, complete}}}: ConfigKey, given: unknown, file: string): unknown {
	const read = (item: unknown, before?: unknown): unknown => {
		if (typeof item === 'boolean') {
			return item;
		}

		const word = complete === 'file' || complete === 'directory' ? path.resolve(path.dirname(file), String(item)) : String(item);
		return parse ? parse(word, before as never) : word;
	};

	return Array.isArray(given) ? given.reduce<unknown>((before, item) => read(item, before), undefined) ?? [] : read(given);
}

function describe(issue: {readonly code: string; readonly path: readonly PropertyKey[]; readonly message: string; readonly keys?: readonly string[]}, keys: readonly ConfigKey[]): string[] {
	if (issue.code !== 'unrecognized_keys') {
		return [`${issue.path.join('.') || 'the file'}: ${issue.message.replace(/^Invalid (input|option): /, '')}`];
	}

	return (issue.keys ?? []).map(key => {
		const close = nearest(key, keys.map(known => known.key));
		return `${key}: no such option${close === undefined ? '' : `; did you mean ${close}?`}`;
	});
}
