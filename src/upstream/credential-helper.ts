/** The Docker CLI's credential helpers: programs that keep passwords (the project docker-credential-helpers, "Development"). */
import {execa} from 'execa';
import {z} from 'zod';
import type {RegistryAuth} from '../engine/distribution.ts';
import {SingleKubeError} from '../errors.ts';

/** A keychain may have to be opened by a person; somebody who does not notice should learn why nothing goes on. */
const limitMs = 10_000;
const answer = z.looseObject({Username: z.string(), Secret: z.string()});

/**
 * @param helper `desktop` for the program docker-credential-desktop
 * @param key the registry as the CLI names it
 * @throws SingleKubeError REGISTRY_CREDENTIALS_INVALID, without a word of what the helper printed: it might be a password; the signal's reason
 */
export async function askHelper(helper: string, key: string, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<RegistryAuth | undefined> {
	const program = `docker-credential-${helper}`;
	if (!/^[\w.-]+$/.test(helper)) {
		throw invalid(program, key, 'its name is that of no program');
	}

	const result = await execa(program, ['get'], {input: key, env, extendEnv: false, timeout: limitMs, reject: false, cancelSignal: signal, stripFinalNewline: true});
	signal.throwIfAborted();
	if (result.exitCode === 0) {
		const {Username: username, Secret: secret} = parse(result.stdout, program, key);
		// Its word for a token in the place of a password.
		return username === '<token>' ? {serveraddress: key, identitytoken: secret} : {serveraddress: key, username, password: secret};
	}

	// Both are told by this text alone: every helper ends with 1.
	if (/credentials not found|no credentials server URL/i.test(result.stdout ?? '')) {
		return undefined;
	}

	throw invalid(program, key, result.timedOut ? `it did not answer within ${limitMs / 1000} s` : result.code === 'ENOENT' ? 'there is no such program in the PATH'
		: `it ended with ${result.exitCode ?? result.signal ?? result.code ?? 'an error'}`);
}

function parse(text: string, program: string, key: string): z.infer<typeof answer> {
	try {
		return answer.parse(JSON.parse(text));
	} catch {
		throw invalid(program, key, 'it did not print a JSON object with Username and Secret');
	}
}

function invalid(program: string, key: string, why: string): SingleKubeError {
	return new SingleKubeError('REGISTRY_CREDENTIALS_INVALID', `the credential helper ${program} did not say how to log in to ${key}`, {
		seen: [why], hint: `Try it: echo ${key} | ${program} get. Without it: take credsStore and credHelpers out of the Docker CLI's config.json and docker login again`,
	});
}
