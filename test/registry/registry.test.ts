import test from 'ava';
import {parse} from 'yaml';
import {formatRegistry} from '../../src/cli/commands/registry.ts';
import {registryAnnouncement, registryContainer, registryHost} from '../../src/registry/registry.ts';

test('the registry is open to this machine alone, and has no right that it does not need', t => {
	const {ports, capDrop, capAdd, securityOptions, mounts} = registryContainer('single-kube/registry:1', 5001);
	t.deepEqual(ports, [{hostAddress: '127.0.0.1', hostPort: 5001, containerPort: 5000, protocol: 'tcp'}]);
	t.deepEqual([capDrop, capAdd, securityOptions], [['ALL'], [], ['no-new-privileges=true']]);
	t.deepEqual(mounts.map(({target}) => target), ['/var/lib/registry']);
});

test('another port is another container: its label tells', t => {
	t.notDeepEqual(registryContainer('i', 5000).labels, registryContainer('i', 5001).labels);
});

test('no label makes it part of a cluster', t => {
	t.deepEqual(Object.keys(registryContainer('i', 5000).labels), ['dev.single-kube.registry']);
});

test('the announcement is what KEP-1755 reads', t => {
	const {metadata, data} = registryAnnouncement(5001) as {metadata: {name: string; namespace: string}; data: Record<string, string>};
	t.like(metadata, {name: 'local-registry-hosting', namespace: 'kube-public'});
	t.deepEqual(parse(data['localRegistryHosting.v1']!), {host: 'localhost:5001', hostFromContainerRuntime: 'localhost:5001'});
});

test('what is printed says how to use it, or how to have it run', t => {
	const registry = {container: 'sk-registry', port: 5001, host: registryHost(5001), image: 'i'};
	t.regex(formatRegistry({...registry, state: 'running'}), /docker push localhost:5001\/app/);
	t.regex(formatRegistry({...registry, state: 'exited'}), /is exited\n[\s\S]*To do: single-kube registry start/);
	t.regex(formatRegistry(undefined), /There is no registry/);
});
