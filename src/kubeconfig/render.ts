import {stringify} from 'yaml';
import {type KubeconfigEntry, stanzaFields} from './entry.ts';
import {yamlForGo} from './yaml-for-go.ts';

/** A kubeconfig with this one entry, current context included: YAML, credentials inline, the same on host and in containers. */
export function renderKubeconfig(entry: KubeconfigEntry): string {
	const {cluster, user, context} = stanzaFields(entry);
	return stringify({
		apiVersion: 'v1',
		kind: 'Config',
		clusters: [{name: entry.cluster, cluster}],
		users: [{name: entry.user, user}],
		contexts: [{name: entry.context, context}],
		'current-context': entry.context,
	}, yamlForGo);
}
