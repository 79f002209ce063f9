import test from 'ava';
import {dockerRun} from '../../src/explain/docker-run.ts';
import {shellLines, shellWord} from '../../src/explain/shell-words.ts';
import {makeTopology} from '../helpers/topology.ts';

const lineOf = async (id: string, apiVersion = '1.41'): Promise<string> => {
	const topology = await makeTopology();
	return dockerRun(topology.components.find(component => component.id === id)!.container, topology.network.name, apiVersion);
};

test('etcd: every option on a line of its own, ready to paste', async t => {
	t.is((await lineOf('etcd')).replace(/config=[\da-f]+/, 'config=HASH').split(' \\\n').slice(0, 22).join('\n'), [
		'docker run --detach', '  --name sk-default-etcd', '  --hostname etcd', '  --network sk-default', '  --ip 172.30.0.2', '  --network-alias etcd', '  --cap-drop ALL',
		'  --security-opt no-new-privileges=true', '  --volume sk-default-etcd:/data:rw', '  --volume sk-default-etcd-config:/etc/kubernetes:ro', '  --restart no',
		'  --log-driver json-file', '  --log-opt max-size=10m', '  --log-opt max-file=2',
		'  --label dev.single-kube.cluster=default', '  --label dev.single-kube.component=etcd', '  --label dev.single-kube.config=HASH',
		'  --entrypoint etcd', '  single-kube/etcd:1', '  --name=etcd', '  --data-dir=/data', '  --listen-client-urls=https://0.0.0.0:2379',
	].join('\n'));
});

test('the kubelet: the holder\'s namespace, the host\'s processes, its devices, its mounts with their propagation', async t => {
	const line = await lineOf('kubelet@node-1');
	for (const option of [
		'--network container:sk-default-node-1', '--pid host', '--cap-add ALL', '--cap-drop SYS_RESOURCE', '--security-opt systempaths=unconfined',
		'--device-cgroup-rule \'a *:* rwm\'', '--device /dev/kmsg:/dev/kmsg', '--volume /:/host:rw', 'node-1:rw,rshared',
	]) {
		t.true(line.includes(option), option);
	}
});

test('what has no network, what publishes a port, what is started by an init, and what restarts', async t => {
	t.true((await lineOf('agent')).includes('--network none'));
	t.true((await lineOf('agent')).includes('--restart unless-stopped'));
	t.true((await lineOf('kube-apiserver')).includes('--publish 127.0.0.1:6443:6443/tcp'));
	t.true((await lineOf('kubectl')).includes('--init'));
	t.true((await lineOf('cloud-controller-manager')).includes('--network host'));
});

test('sysctls of an interface go with the endpoint where the engine wants them there', async t => {
	t.true((await lineOf('node@node-1')).includes('--sysctl net.ipv4.conf.eth0.send_redirects=0'));
	const newer = await lineOf('node@node-1', '1.48');
	t.false(newer.includes('eth0'));
	t.true(newer.includes('--network \'name=sk-default,ip=172.30.0.10,alias=node-1,"driver-opt=com.docker.network.endpoint.sysctls=net.ipv4.conf.IFNAME.send_redirects=0"\''));
});

test('a word is quoted when a shell would read more in it', t => {
	t.deepEqual(['plain', 'a=b/c:d', '', 'two words', 'it\'s', '$HOME', 'a\nb', '*'].map(word => shellWord(word)), ['plain', 'a=b/c:d', '\'\'', '\'two words\'', String.raw`'it'\''s'`, '\'$HOME\'', '\'a\nb\'', '\'*\'']);
	t.is(shellLines([['a', 'b c'], ['d']]), 'a \'b c\' \\\n  d');
});
