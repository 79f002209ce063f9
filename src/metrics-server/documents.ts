/** What clients ask to find out what there is: discovery and OpenAPI. Pure. */
import {groupVersion} from './target.ts';

const version = {groupVersion, version: 'v1beta1'};
const group = {name: 'metrics.k8s.io', versions: [version], preferredVersion: version};

/** By path; the names and verbs are those of metrics-server. */
export const documents: Readonly<Record<string, object>> = {
	'/apis': {kind: 'APIGroupList', apiVersion: 'v1', groups: [group]},
	'/apis/metrics.k8s.io': {kind: 'APIGroup', apiVersion: 'v1', ...group},
	[`/apis/${groupVersion}`]: {
		kind: 'APIResourceList', apiVersion: 'v1', groupVersion,
		resources: [
			{name: 'nodes', singularName: '', namespaced: false, kind: 'NodeMetrics', verbs: ['get', 'list']},
			{name: 'pods', singularName: '', namespaced: true, kind: 'PodMetrics', verbs: ['get', 'list']},
		],
	},
	// The apiserver merges it into its own: what is not described is only not explained.
	'/openapi/v2': {swagger: '2.0', info: {title: 'single-kube metrics-server', version: 'v1beta1'}, paths: {}},
};
