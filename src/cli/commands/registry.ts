import type {Registry} from '../../registry/find-registry.ts';
import {startRegistry} from '../../registry/start-registry.ts';
import {deleteRegistry, registryStatus, stopRegistry} from '../../registry/stop-registry.ts';
import {exitCodes} from '../exit-codes.ts';
import {clusterOptions, type Flags, type Run} from '../invocation.ts';
import {printResult} from '../output.ts';
import {withProgress} from '../with-progress.ts';

export const run: Run = async ({flags, words: [action]}, signal) => {
	const port = flags.port?.at(-1);
	switch (action as RegistryAction) {
		case 'start': {
			return print(flags, await withProgress(flags, async ({engine, install, confirm}, emit) =>
				startRegistry({engine, install, confirm, port: port === undefined ? undefined : Number(port)}, emit, signal)));
		}

		case 'status': {
			return print(flags, await registryStatus({engine: clusterOptions(flags).engine}, signal));
		}

		case 'stop': {
			const registry = await withProgress(flags, async ({engine}, emit) => stopRegistry({engine}, emit, signal));
			printResult(flags, registry ?? missing, () => registry ? 'The registry is stopped; its images are kept' : none);
			return exitCodes.ok;
		}

		case 'delete': {
			const registry = await withProgress(flags, async ({engine}, emit) => deleteRegistry({engine}, emit, signal));
			printResult(flags, {state: 'deleted'}, () => registry ? 'The registry is deleted, with every image in it' : 'There was no registry');
			return exitCodes.ok;
		}
	}
};

type RegistryAction = 'start' | 'stop' | 'status' | 'delete';

const missing = {state: 'missing'};
const none = 'There is no registry: single-kube registry start makes one';

function print(flags: Flags, registry: Registry | undefined): number {
	printResult(flags, registry ?? missing, () => formatRegistry(registry));
	return registry?.state === 'running' ? exitCodes.ok : exitCodes.degraded;
}

export function formatRegistry(registry: Registry | undefined): string {
	if (!registry) {
		return none;
	}

	const {state, host, container} = registry;
	return [
		`The registry ${host} is ${state}`,
		`  container: ${container}`, `  images:    in the volume ${container}`,
		state === 'running' ? `To use it: docker tag app ${host}/app && docker push ${host}/app` : 'To do: single-kube registry start',
	].join('\n');
}
