/** Options from a file: those of `--config`, else those of this machine, where there are some. What is typed counts before it. */
import {readFile} from 'node:fs/promises';
import {homedir} from 'node:os';
import path from 'node:path';
import {load} from 'js-yaml';
import {z} from 'zod';
import {parseGiven} from '../cluster/options.ts';
import {messageOf, SingleKubeError} from '../errors.ts';
import {sourceNames} from '../images/source.ts';
import {dnsServerChoices, metricsServerChoices} from '../plan/topology.ts';
import type {CommandName, Flags, Invocation} from './invocation.ts';
import {nearest} from './nearest.ts';

const texts = z.array(z.string().min(1));

/** What the file may say; the names are those of the API's ClusterOptions. */
const schema = z.strictObject({
	source: z.enum(sourceNames),
	kubernetesVersion: z.string().min(1),
	binaries: z.string().min(1),
	bundle: z.string().min(1),
	bundleSha256: z.string().regex(/^[\da-f]{64}$/),
	registryMirrors: texts,
	downloadMirrors: texts,
	certificateAuthority: z.string().min(1),
	addons: z.string(),
	dnsReplicas: z.number().int(),
	dnsServer: z.enum(dnsServerChoices),
	metricsServer: z.enum(metricsServerChoices),
	ports: texts,
	apiPort: z.number().int(),
	subnet: z.string(),
	podCidr: z.string(),
	serviceCidr: z.string(),
}).partial();

/** Paths that a file may name are relative to it. */
const paths = ['binaries', 'bundle', 'certificateAuthority'] as const;

/** Commands that make something, and so have something to be told. */
const takers: ReadonlySet<CommandName> = new Set(['start', 'images', 'registry', 'bundle', 'use', 'upgrade'] as CommandName[]);

/**
 * @returns the invocation with the file's options where none was typed
 * @throws SingleKubeError CONFIG_FILE_INVALID naming file, key, and the nearest known one
 */
export async function withConfigFile(invocation: Invocation, env: NodeJS.ProcessEnv = process.env): Promise<Invocation> {
	const {command, flags} = invocation;
	const file = flags.config ?? defaultConfigFile(env);
	if (!takers.has(command)) {
		return invocation;
	}

	const fromFile = await readConfigFile(file, flags.config !== undefined);
	return fromFile ? {...invocation, flags: {...fromFile, ...flags}} : invocation;
}

/** `$XDG_CONFIG_HOME/single-kube/config.yaml`, as the XDG Base Directory Specification has it. */
export function defaultConfigFile(env: NodeJS.ProcessEnv): string {
	return path.join(env['XDG_CONFIG_HOME'] || path.join(env['HOME'] || homedir(), '.config'), 'single-kube', 'config.yaml');
}

/** @param required whether it is an error that there is no such file @returns undefined when there is none */
export async function readConfigFile(file: string, required: boolean): Promise<Flags | undefined> {
	let content: unknown;
	try {
		content = load(await readFile(file, 'utf8'), {filename: file}) ?? {};
	} catch (error) {
		if (!required && (error as NodeJS.ErrnoException).code === 'ENOENT') {
			return undefined;
		}

		throw new SingleKubeError('CONFIG_FILE_INVALID', `${file} cannot be read`, {seen: [messageOf(error)], hint: 'docs/sources.md shows what such a file says', cause: error});
	}

	const result = schema.safeParse(content);
	if (!result.success) {
		throw new SingleKubeError('CONFIG_FILE_INVALID', `${file} says something that is not known`, {
			seen: result.error.issues.flatMap(issue => describe(issue)), hint: `It may say ${Object.keys(schema.shape).join(', ')}`,
		});
	}

	const {registryMirrors, downloadMirrors, ports, ...others} = result.data;
	parseGiven(ports ?? [], `${file}: ports`);
	for (const name of paths) {
		const value = others[name];
		if (value !== undefined) {
			others[name] = path.resolve(path.dirname(file), value);
		}
	}

	return Object.fromEntries(Object.entries({...others, registryMirror: registryMirrors, downloadMirror: downloadMirrors, port: ports}).filter(([, value]) => value !== undefined));
}

function describe(issue: z.core.$ZodIssue): string[] {
	if (issue.code !== 'unrecognized_keys') {
		return [`${issue.path.join('.') || 'the file'}: ${issue.message.replace(/^Invalid input: /, '')}`];
	}

	return issue.keys.map(key => {
		const close = nearest(key, Object.keys(schema.shape));
		return `${key}: no such option${close === undefined ? '' : `; did you mean ${close}?`}`;
	});
}
