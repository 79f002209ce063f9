import path from 'node:path';
import type {AddressSources, EngineAddress} from './address.ts';
import {contextAddress, currentContext} from './docker-context.ts';
import {hostVariableAddress} from './host-variable.ts';
import {homeDirectory} from '../home-directory.ts';

/**
 * The engine that the Docker CLI would take, as its `resolveContextName` does: the first of DOCKER_HOST,
 * DOCKER_CONTEXT, the current context of config.json, the default socket.
 *
 * @throws SingleKubeError ENGINE_CONTEXT_INVALID
 */
export async function findAddress(sources: AddressSources): Promise<EngineAddress> {
	for (const strategy of strategies) {
		const address = await strategy(sources);
		if (address) {
			return address;
		}
	}

	return defaultAddress(sources);
}

type Strategy = (sources: AddressSources) => Promise<EngineAddress | undefined>;

const strategies: readonly Strategy[] = [
	async ({env}) => hostVariableAddress(env, configDirectory(env)),
	async sources => namedContext(sources, sources.env['DOCKER_CONTEXT'], 'DOCKER_CONTEXT'),
	async sources => namedContext(sources, await currentContext(configDirectory(sources.env)), 'the current context'),
];

/** The context `default` is the CLI's word for: no context, the default socket. */
async function namedContext(sources: AddressSources, name: string | undefined, found: string): Promise<EngineAddress | undefined> {
	if (name === undefined || name === '') {
		return undefined;
	}

	return name === 'default' ? defaultAddress(sources) : contextAddress(configDirectory(sources.env), name, `the context ${name} (${found})`);
}

function defaultAddress({defaultSocket}: AddressSources): EngineAddress {
	return {host: `unix://${defaultSocket}`, origin: 'the default socket', explicit: false};
}

/** Where the Docker CLI keeps config.json and its contexts. */
export function configDirectory(env: NodeJS.ProcessEnv): string {
	return env['DOCKER_CONFIG'] || path.join(homeDirectory(env), '.docker');
}
