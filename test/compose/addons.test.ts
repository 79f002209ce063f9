import {cp, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {composeDirectory} from '../../src/compose/read.ts';
import {printPlan} from '../../src/plan/print.ts';
import {reconcile} from '../../src/plan/reconcile.ts';
import type {Settings, Topology} from '../../src/plan/topology.ts';
import {allRunning, designInput, makeTopology} from '../helpers/topology.ts';

/** A component of the add-on `ingress`, with one object that is always there and one that needs `metrics`. */
const file = `services:
  extra:
    image: \${IMAGE_EXTRA}
    container_name: sk-\${CLUSTER}-extra\${REPLICA_SUFFIX}
    networks: {cluster: {ipv4_address: "\${REPLICA_ADDRESS}"}}
    x-single-kube:
      summary: an example
      addons: [ingress]
      replicas: "\${DNS_REPLICAS}"
      objects:
        - {apiVersion: v1, kind: ConfigMap, metadata: {name: extra, namespace: kube-system}, data: {cluster: "\${CLUSTER}"}}
        - {apiVersion: v1, kind: ConfigMap, metadata: {name: measured, namespace: kube-system, labels: {single-kube.dev/addon: metrics}}}
`;

async function withExtra(t: ExecutionContext, settings: Settings): Promise<Topology> {
	const directory = await mkdtemp(path.join(tmpdir(), 'single-kube-addons-'));
	t.teardown(async () => rm(directory, {recursive: true}));
	await cp(composeDirectory, directory, {recursive: true});
	await writeFile(path.join(directory, 'extra.yaml'), file);
	return makeTopology({composeDirectory: directory, settings, images: {...designInput.images, extra: 'single-kube/extra:1'}});
}

const ids = ({components}: Topology): string[] => components.map(({id}) => id).filter(id => id.startsWith('extra'));
const paths = ({objects}: Topology): {wanted: string[]; unwanted: readonly string[]} => ({
	wanted: objects.wanted.map(({path}) => path).filter(path => /configmaps\/(extra|measured)/.test(path)),
	unwanted: objects.unwanted.filter(path => /configmaps\/(extra|measured)/.test(path)),
});
const [extra, measured] = ['/api/v1/namespaces/kube-system/configmaps/extra', '/api/v1/namespaces/kube-system/configmaps/measured'] as const;

test('a component of an add-on that was not chosen is not there, and its objects are to go', async t => {
	const topology = await withExtra(t, {addons: ['metrics'], dnsReplicas: 1});
	t.deepEqual(ids(topology), []);
	t.deepEqual(paths(topology), {wanted: [], unwanted: [extra, measured]});
});

test('with its add-on it is there, its variables filled in, but no object of another add-on', async t => {
	const topology = await withExtra(t, {addons: ['ingress'], dnsReplicas: 1});
	t.deepEqual(ids(topology), ['extra']);
	t.deepEqual(paths(topology), {wanted: [extra], unwanted: [measured]});
	t.deepEqual((topology.objects.wanted.find(({path}) => path === extra)!.object as {data: object}).data, {cluster: 'default'});
});

test('replicas have names and addresses of their own, and one set of objects', async t => {
	const topology = await withExtra(t, {addons: ['ingress', 'metrics'], dnsReplicas: 3});
	t.deepEqual(ids(topology), ['extra', 'extra-2', 'extra-3']);
	t.deepEqual(topology.components.filter(({id}) => id.startsWith('extra')).map(({container: {name, network}}) => [name, network.kind === 'cluster' && network.address]), [
		['sk-default-extra', '172.30.0.20'], ['sk-default-extra-2', '172.30.0.21'], ['sk-default-extra-3', '172.30.0.22'],
	]);
	t.deepEqual(paths(topology), {wanted: [extra, measured], unwanted: []});
});

test('switching an add-on off removes its container, tells the agent, deletes its objects and remembers that', async t => {
	const before = await withExtra(t, {addons: ['ingress'], dnsReplicas: 1});
	const after = await withExtra(t, {addons: [], dnsReplicas: 1});
	const observed = allRunning(before);
	t.deepEqual(reconcile(before, observed), []);
	const left = observed.containers.filter(({component}) => component === 'extra' || after.components.some(({id}) => id === component));
	const plan = printPlan(reconcile(after, {...observed, containers: left.map(container => ({...container, config: after.components.find(({id}) => id === container.component)?.hash ?? container.config}))}));
	t.regex(plan, /remove-container extra: it no longer belongs to the cluster/);
	t.regex(plan, /deliver-files .*the agent learns/);
	t.regex(plan, /apply-objects \d+ wanted, \d+ not/);
	t.regex(plan, /remove-volume sk-default-settings: .*\n.*create-volume sk-default-settings/);
});

test('a store that is new gets the objects, whatever an earlier one was given', async t => {
	const topology = await makeTopology();
	const observed = allRunning(topology);
	t.deepEqual(reconcile(topology, observed), []);
	t.regex(printPlan(reconcile(topology, {...observed, volumes: observed.volumes.filter(({name}) => name !== 'sk-default-etcd')})), /apply-objects/);
});
