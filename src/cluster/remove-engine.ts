/** Remove the embedded engine and first its clusters, which have mounts and cgroups outside of its directory. */
import {removeEmbeddedEngine} from '../embedded-engine/remove.ts';
import {requireRoot} from '../embedded-engine/require-root.ts';
import {engineStatus} from '../embedded-engine/status.ts';
import {startEmbeddedEngine} from '../embedded-engine/start.ts';
import type {Emit} from '../events.ts';
import {forgetRegistries} from '../upstream/trust.ts';
import {deleteCluster} from './stop.ts';
import {clusterNames} from './status.ts';

/**
 * An engine that is stopped but has data is started once more, so that its clusters can be asked for.
 *
 * @throws SingleKubeError of the embedded engine or of delete; what is left is removed by the next try
 */
export async function removeEngine(env: NodeJS.ProcessEnv, emit: Emit, signal: AbortSignal): Promise<void> {
	const {state} = await engineStatus(env, signal);
	if (state === 'stopped') {
		await startEmbeddedEngine({install: false, env}, emit, signal);
	}

	if (state !== 'not-installed') {
		const options = {engine: 'embedded', environment: env} as const;
		for (const name of await clusterNames(options, emit, signal)) {
			await deleteCluster({...options, name}, emit, signal);
		}
	}

	requireRoot('remove the embedded engine');
	// Outside of its directory, too: what makes dockerds of this machine trust registries.
	for (const host of await forgetRegistries()) {
		emit({type: 'noted', phase: 'engine', text: `Docker engines of this machine no longer trust ${host} through us`});
	}

	await removeEmbeddedEngine({env}, emit, signal);
}
