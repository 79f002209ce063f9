import type {Api} from '../../api/api.ts';
import {connectApi} from '../../cluster/admin.ts';
import {readSpec} from '../../cluster/spec.ts';
import type {Subject} from './subject.ts';

/** Do something with a client of the cluster's apiserver, and close it. @throws SingleKubeError when the cluster is not there; what `work` throws */
export async function withApi<T>({engine, cluster}: Pick<Subject, 'engine' | 'cluster'>, work: (api: Api) => Promise<T>): Promise<T> {
	const api = await openApi({engine, cluster});
	try {
		return await work(api);
	} finally {
		api.close();
	}
}

/** A client of the cluster's apiserver; the caller closes it. */
export async function openApi({engine, cluster}: Pick<Subject, 'engine' | 'cluster'>): Promise<Api> {
	const spec = await readSpec(engine, cluster);
	if (!spec) {
		throw new Error(`the cluster ${cluster} has no network`);
	}

	return connectApi(engine, cluster, spec);
}
