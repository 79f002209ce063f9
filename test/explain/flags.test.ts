import test from 'ava';
import {readServices} from '../../src/explain/about.ts';
import {effectiveFlags, effectiveKeys, flatten, programOf} from '../../src/explain/flags.ts';
import {givenOptions} from '../../src/explain/given-options.ts';
import {parseHelp} from '../../src/explain/program-flags.ts';
import {requestedFiles} from '../../src/explain/requested-files.ts';
import {designInput, makeTopology} from '../helpers/topology.ts';

const services = await readServices();
const versions = ['1.20.2', '1.36.2'];

for (const kubernetesVersion of versions) {
	test(`with Kubernetes ${kubernetesVersion} every flag and key of every component comes from its file of compose/`, async t => {
		const {components} = await makeTopology({spec: {...designInput.spec, kubernetesVersion}});
		for (const {name, container, files} of components) {
			const service = services.get(name)!;
			const flags = effectiveFlags([...container.entrypoint ?? [], ...container.command], service, []);
			t.deepEqual([...flags, ...effectiveKeys(files.files, service)].filter(({from}) => !from.startsWith(`compose/${service.file}`)), [], name);
		}
	});
}

test('a flag of some versions only says of which', async t => {
	const {components} = await makeTopology({spec: {...designInput.spec, kubernetesVersion: '1.36.2'}});
	const of = (name: string) => components.find(component => component.name === name)!;
	const apiserver = effectiveFlags(of('kube-apiserver').container.command, services.get('kube-apiserver'), []);
	t.deepEqual(apiserver.find(({flag}) => flag === '--feature-gates'), {flag: '--feature-gates', value: 'ExtendWebSocketsToKubelet=false', from: 'compose/kube-apiserver.yaml, for Kubernetes >=1.36'});
	const kubelet = effectiveKeys(of('kubelet').files.files, services.get('kubelet'));
	t.is(kubelet.find(({key}) => key === 'failCgroupV1')?.from, 'compose/kubelet.yaml, for Kubernetes >=1.31');
	t.deepEqual(kubelet.find(({key}) => key === 'clusterDNS'), {file: 'kubelet.yaml', key: 'clusterDNS', value: ['10.96.0.10'], from: 'compose/kubelet.yaml'});
});

test('what a user gave names the option that says it, a flag or a key; what nobody knows of, start at large', async t => {
	const settings = {...designInput.settings, extraConfig: {'kube-scheduler': {v: ['4']}, kubelet: {maxPods: ['50'], 'evictionHard.memory\\.available': ['50Mi'], 'node-ip': ['172.30.0.99']}, 'kube-proxy': {'proxy-mode': ['ipvs']}}, featureGates: {Some: true}};
	const {components} = await makeTopology({settings});
	const of = (name: string) => {
		const {container, files} = components.find(component => component.name === name)!;
		const given = givenOptions(name, settings);
		return [...effectiveFlags([...container.entrypoint ?? [], ...container.command], services.get(name), given), ...effectiveKeys(files.files, services.get(name), given).map(({key, ...more}) => ({flag: key, ...more}))];
	};

	const from = (name: string, flag: string) => of(name).find(found => found.flag === flag)?.from;
	t.is(from('kube-scheduler', '--v'), '--extra-config kube-scheduler.v=4');
	t.is(from('kube-scheduler', '--profiling'), 'compose/kube-scheduler.yaml');
	t.is(from('kube-scheduler', '--feature-gates'), '--feature-gates Some=true');
	t.is(from('kubelet', 'maxPods'), '--extra-config kubelet.maxPods=50');
	t.is(from('kubelet', 'featureGates.Some'), '--feature-gates Some=true');
	t.is(from('kubelet', '--node-ip'), '--extra-config kubelet.node-ip=172.30.0.99');
	t.regex(from('kubelet', 'evictionHard.memory.available') ?? '', /^--extra-config kubelet\.evictionHard/);
	t.is(from('kubelet', 'evictionHard.nodefs.available'), 'compose/kubelet.yaml');
	t.is(from('kube-proxy', 'mode'), '--extra-config kube-proxy.proxy-mode=ipvs');
	t.is(effectiveFlags(['kube-scheduler', '--leader-elect=true'], services.get('kube-scheduler'), [])[0]?.from, 'an option of start');
});

test('the program is the word before its flags, whatever stands before that', t => {
	t.is(programOf(['with-routes', '10.0.0.0/8', 'via', '172.30.0.10', '--', 'kube-apiserver', '--secure-port=6443']), 'kube-apiserver');
	t.is(programOf(['--secure-port=4443']), undefined);
	t.is(programOf(['sleep', 'infinity']), undefined);
});

test('keys of a configuration by their paths, a list as one value', t => {
	t.deepEqual(flatten({a: {b: 1, c: [1, 2]}, d: {}}), [{key: 'a.b', value: 1}, {key: 'a.c', value: [1, 2]}, {key: 'd', value: {}}]);
});

test('what Kubernetes\' programs say of their flags is read, with defaults that are texts, lists and times', t => {
	t.deepEqual(parseHelp([
		'The Kubernetes API server validates', '', 'Generic flags:', '',
		'      --advertise-address ip                   The IP address on which to advertise.',
		'      --default-watch-cache-size int           Default watch cache size. (default 100)',
		'      --request-timeout duration               An optional field (it is the default for those that give none). (default 1m0s)',
		'  -v, --v Level                                number for the log level verbosity',
		'      --cors [strings]                         List (default [a,b])',
		'      --name string',
		'                A name that is on a line of its own. (default "it (is) here")',
		'      --help                                   help for kube-apiserver',
	].join('\n')), [
		{flag: '--advertise-address', default: ''}, {flag: '--default-watch-cache-size', default: '100'}, {flag: '--request-timeout', default: '1m0s'},
		{flag: '--v', default: ''}, {flag: '--cors', default: '[a,b]'}, {flag: '--name', default: 'it (is) here'},
	]);
});

test('what etcd says of its flags is read', t => {
	t.deepEqual(parseHelp('Member:\n  --name \'default\'\n    Human-readable name for this member.\n  --snapshot-count \'100000\'\n    Number of transactions.'), [
		{flag: '--name', default: 'default'}, {flag: '--snapshot-count', default: '100000'},
	]);
});

test('the files of a component that is not made yet are those that it will get', async t => {
	const {components} = await makeTopology();
	const files = requestedFiles(components.find(({name}) => name === 'kube-controller-manager')!);
	t.deepEqual(files.map(({path, what}) => [path, what.split(',')[0]]), [
		['/etc/kubernetes/kubeconfig', 'kubeconfig of system:kube-controller-manager'], ['/etc/kubernetes/pki/ca.crt', 'certificate of the authority kubernetes'],
		['/etc/kubernetes/pki/ca.key', 'private key'], ['/etc/kubernetes/pki/server.crt', 'certificate of CN=kube-controller-manager'],
		['/etc/kubernetes/pki/server.key', 'private key'], ['/etc/kubernetes/pki/service-account.key', 'private key'],
	]);
});
