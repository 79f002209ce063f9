import path from 'node:path';
import type {EngineAddress} from './address.ts';
import {readTls} from './read-tls.ts';

/**
 * DOCKER_HOST, with DOCKER_TLS_VERIFY, DOCKER_TLS and DOCKER_CERT_PATH for `tcp://` (Docker's "Environment variables"
 * of the CLI: a variable counts as set when it is not empty).
 *
 * @throws SingleKubeError ENGINE_CONTEXT_INVALID when a certificate cannot be read
 */
export async function hostVariableAddress(env: NodeJS.ProcessEnv, configDirectory: string): Promise<EngineAddress | undefined> {
	const value = env['DOCKER_HOST'];
	if (value === undefined || value === '') {
		return undefined;
	}

	// The CLI takes host:port as well.
	const host = value.includes('://') ? value : `tcp://${value}`;
	const verify = Boolean(env['DOCKER_TLS_VERIFY']);
	const tls = host.startsWith('tcp://') && (verify || env['DOCKER_TLS'])
		? await readTls(env['DOCKER_CERT_PATH'] || path.resolve(configDirectory), verify, 'DOCKER_CERT_PATH')
		: undefined;
	return {host: host === 'unix://' ? 'unix:///var/run/docker.sock' : host, origin: 'DOCKER_HOST', explicit: true, tls};
}
