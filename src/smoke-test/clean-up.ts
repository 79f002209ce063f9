import type {Api} from '../api/api.ts';

/** The deletion goes on by itself in the cluster; after this long, in milliseconds, nobody waits for it any more. */
const patience = 3000;

/** Delete the namespace with all that is in it. Never throws, and runs after an abort too: the test's own result counts. */
export async function cleanUp(api: Pick<Api, 'delete' | 'waitFor'>, namespace: string): Promise<void> {
	try {
		const limit = AbortSignal.timeout(patience);
		await api.delete(`/api/v1/namespaces/${namespace}`, limit);
		const path = `/api/v1/namespaces?fieldSelector=metadata.name%3D${namespace}`;
		await api.waitFor(path, found => found.length === 0, {timeoutMs: patience, what: 'the namespace being gone'}, limit);
	} catch {
		// Never created, or not gone yet.
	}
}
