import type {ClusterSpec} from './options.ts';

/** Where the apiserver answers on this machine, as a URL. Apart from what makes certificates: who only asks loads none of that. */
export function serverOf(spec: Pick<ClusterSpec, 'apiPort'>): string {
	return `https://127.0.0.1:${spec.apiPort}`;
}
