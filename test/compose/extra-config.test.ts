import test from 'ava';
import {configurableComponents, findConfigurable} from '../../src/compose/configurable.ts';
import {setFlag} from '../../src/compose/flags.ts';
import {readComposeDirectory} from '../../src/compose/read.ts';
import type {DesignInput} from '../../src/cluster/design.ts';
import {SingleKubeError} from '../../src/errors.ts';
import type {Settings} from '../../src/plan/topology.ts';
import {designInput, makeTopology} from '../helpers/topology.ts';

async function component(name: string, settings: Partial<Settings>, change: Partial<DesignInput> = {}): Promise<{command: readonly string[]; files: Readonly<Record<string, unknown>>; hash: string}> {
	const {components} = await makeTopology({...change, settings: {...designInput.settings, ...settings}});
	const {container: {command}, files: {files}, hash} = components.find(other => other.name === name)!;
	return {command, files, hash};
}

test('a flag that is there is replaced where it stands, another one comes last, and none is there twice', t => {
	t.deepEqual(setFlag(['x', '--a=1', '--b', '--a=2'], 'a', ['3']), ['x', '--a=3', '--b']);
	t.deepEqual(setFlag(['x', '--a=1'], 'b', ['2']), ['x', '--a=1', '--b=2']);
	t.deepEqual(setFlag(['--a=1'], 'a', ['2', '3']), ['--a=2', '--a=3']);
	t.deepEqual(setFlag(['--ab=1'], 'a', ['2']), ['--ab=1', '--a=2']);
});

test('a flag of the apiserver changes that component and no other', async t => {
	const [before, after] = [await makeTopology(), await makeTopology({settings: {...designInput.settings, extraConfig: {'kube-apiserver': {'anonymous-auth': ['true'], v: ['4']}}}})];
	const hashes = new Map(before.components.map(({id, hash}) => [id, hash]));
	t.deepEqual(after.components.filter(({id, hash}) => hashes.get(id) !== hash).map(({id}) => id), ['kube-apiserver']);
	const {command} = after.components.find(({id}) => id === 'kube-apiserver')!.container;
	t.deepEqual(command.filter(word => /^--(anonymous-auth|v)\b/.test(word)), ['--anonymous-auth=true', '--v=4']);
	t.is(command[4], 'kube-apiserver');
});

test('the kubelet takes flags and keys of its file, typed as YAML types them, but for what is text in Kubernetes', async t => {
	const {command, files} = await component('kubelet', {extraConfig: {kubelet: {'max-pods': ['50'], maxParallelImagePulls: ['3'], 'systemReserved.cpu': ['1'], 'evictionHard.memory\\.available': ['1Gi'], allowedUnsafeSysctls: ['[net.core.somaxconn]'], clusterDomain: ['a.b']}}});
	t.true(command.includes('--max-pods=50'));
	const file = files['kubelet.yaml'] as Record<string, unknown>;
	t.is(file['maxParallelImagePulls'], 3);
	t.deepEqual(file['systemReserved'], {cpu: '1'});
	t.deepEqual(file['allowedUnsafeSysctls'], ['net.core.somaxconn']);
	t.is(file['clusterDomain'], 'a.b');
	const {'memory.available': memory, 'nodefs.available': disk} = file['evictionHard'] as Record<string, string>;
	t.deepEqual([memory, disk], ['1Gi', '0%']);
});

test('what kube-proxy would ignore beside its file goes into it', async t => {
	const {command, files} = await component('kube-proxy', {extraConfig: {'kube-proxy': {'proxy-mode': ['ipvs'], 'conntrack-min': ['5'], 'nodeport-addresses': ['10.0.0.0/8,192.168.0.0/16'], mode: ['nftables'], v: ['4']}}});
	const file = files['kube-proxy.yaml'] as Record<string, unknown>;
	t.is(file['mode'], 'nftables');
	t.is((file['conntrack'] as Record<string, unknown>)['min'], 5);
	t.deepEqual(file['nodePortAddresses'], ['10.0.0.0/8', '192.168.0.0/16']);
	t.deepEqual(command.filter(word => word.startsWith('--')), ['--config=/etc/kubernetes/kube-proxy.yaml', '--hostname-override=node-1', '--v=4']);
});

test('feature gates reach every component of Kubernetes once, beside those that its version asks for', async t => {
	const change = {spec: {...designInput.spec, kubernetesVersion: '1.36.2'}};
	const gates = {featureGates: {Mine: true}};
	const flags = async (name: string, settings: Partial<Settings>): Promise<readonly string[]> => (await component(name, settings, change)).command.filter(word => word.startsWith('--feature-gates'));
	t.deepEqual(await flags('kube-apiserver', gates), ['--feature-gates=ExtendWebSocketsToKubelet=false,Mine=true']);
	t.deepEqual(await flags('kube-apiserver', {featureGates: {ExtendWebSocketsToKubelet: true}}), ['--feature-gates=ExtendWebSocketsToKubelet=true']);
	t.deepEqual(await flags('kube-scheduler', gates), ['--feature-gates=Mine=true']);
	t.deepEqual(await flags('etcd', gates), []);
	for (const name of ['kubelet', 'kube-proxy']) {
		t.deepEqual(await flags(name, gates), []);
		t.deepEqual(((await component(name, gates, change)).files[`${name}.yaml`] as Record<string, unknown>)['featureGates'], {Mine: true}, name);
	}
});

test('gates of one component go over those of all', async t => {
	const extraConfig = {'kube-scheduler': {'feature-gates': ['Mine=false,Other=true']}, kubelet: {'feature-gates': ['Other=true']}, etcd: {'feature-gates': ['Own=true']}};
	const all = {featureGates: {Mine: true}, extraConfig};
	t.true((await component('kube-scheduler', all)).command.includes('--feature-gates=Mine=false,Other=true'));
	t.true((await component('etcd', all)).command.includes('--feature-gates=Own=true'));
	t.deepEqual(((await component('kubelet', all)).files['kubelet.yaml'] as Record<string, unknown>)['featureGates'], {Mine: true, Other: true});
});

test('every component whose command line ends with flags can be named, with and without kube-', async t => {
	const components = configurableComponents(await readComposeDirectory());
	t.deepEqual(components.map(({name}) => name).sort(), ['cri-dockerd', 'etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-proxy', 'kube-scheduler', 'kubelet', 'metrics-server']);
	t.deepEqual(components.filter(({hasFile}) => hasFile).map(({name}) => name).sort(), ['kube-proxy', 'kubelet']);
	t.is(findConfigurable('apiserver', components).name, 'kube-apiserver');
	t.is(findConfigurable('kube-proxy', components).name, 'kube-proxy');
	const error = t.throws(() => findConfigurable('apisever', components), {instanceOf: SingleKubeError});
	t.deepEqual([error.code, error.hint], ['COMPONENT_UNKNOWN', 'Did you mean apiserver?']);
});
