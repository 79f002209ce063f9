/** The credentials of the kubectl container, with which single-kube itself asks a cluster's apiserver. */
import {type Api, createApi} from '../api/api.ts';
import type {Engine} from '../engine/engine.ts';
import {readFiles} from '../engine/files.ts';
import {SingleKubeError} from '../errors.ts';
import type {ClusterSpec} from './options.ts';
import {serverOf} from './server-of.ts';

export type Admin = {readonly certificateAuthority: string; readonly clientCertificate: string; readonly clientKey: string};

/** @throws SingleKubeError CLUSTER_NOT_RUNNING when there is no kubectl container, STATE_CORRUPT when its files are damaged */
export async function readAdmin(engine: Engine, cluster: string): Promise<Admin> {
	const files = await readFiles(engine, `sk-${cluster}-kubectl`, '/etc/kubernetes/pki');
	if (!files) {
		throw new SingleKubeError('CLUSTER_NOT_RUNNING', `the cluster ${cluster} has no kubectl container`, {hint: `single-kube start --name ${cluster}`});
	}

	const [certificateAuthority, clientCertificate, clientKey] = ['ca.crt', 'client.crt', 'client.key'].map(name => files.get(name));
	if (!certificateAuthority || !clientCertificate || !clientKey) {
		throw new SingleKubeError('STATE_CORRUPT', `the kubectl container of ${cluster} lacks its credentials`, {
			seen: [`in /etc/kubernetes/pki: ${[...files.keys()].join(', ')}`], hint: `Have it made anew: docker rm -f sk-${cluster}-kubectl && single-kube start --name ${cluster}`,
		});
	}

	return {certificateAuthority, clientCertificate, clientKey};
}

/** A client of the cluster's apiserver at its published port. */
export async function connectApi(engine: Engine, cluster: string, spec: ClusterSpec): Promise<Api> {
	return createApi({server: serverOf(spec), ...await readAdmin(engine, cluster)});
}
