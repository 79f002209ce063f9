import test from 'ava';
import {formatConfig, formatConfigs} from '../../src/cli/config-report.ts';
import type {ComponentConfig} from '../../src/component-config/read.ts';

const config: ComponentConfig = {
	component: 'kubelet@node-1', container: 'sk-default-node-1-kubelet', image: 'single-kube/kubelet:0123456789ab',
	command: ['bash', '-c', 'one\ntwo\n', '--config=/etc/kubernetes/kubelet.yaml'], environment: {A: 'b'},
	mounts: [
		{kind: 'volume', source: 'sk-default-node-1-kubelet-config', target: '/etc/kubernetes', readOnly: true},
		{kind: 'bind', source: '/sys/fs/cgroup', target: '/sys/fs/cgroup', readOnly: false},
	],
	files: [
		{path: '/etc/kubernetes/kubelet.yaml', kind: 'configuration', type: 'KubeletConfiguration', content: 'kind: KubeletConfiguration\n'},
		{path: '/etc/kubernetes/long.json', kind: 'configuration', type: undefined, content: 'x'.repeat(20_000)},
		{path: '/etc/kubernetes/pki/server.key', kind: 'private key'},
		{
			path: '/etc/kubernetes/pki/server.crt', kind: 'certificate', certificates: [{
				subject: 'CN=kubelet', issuer: 'CN=single-kube', notBefore: new Date('2026-01-02'), notAfter: new Date('2036-01-02'),
				dnsNames: ['node-1'], ipAddresses: ['127.0.0.1'], serial: '01',
			}],
		},
	],
};

test('one component is shown with a flag a line, its mounts, and each file below its path', t => {
	t.is(formatConfig(config), `kubelet@node-1: the container sk-default-node-1-kubelet of the image single-kube/kubelet:0123456789ab

Command line
  bash
    -c
    one
      two
    --config=/etc/kubernetes/kubelet.yaml

Environment
  A=b

Mounts
  /etc/kubernetes  from the volume sk-default-node-1-kubelet-config, read-only
  /sys/fs/cgroup  from the host's /sys/fs/cgroup

==> /etc/kubernetes/kubelet.yaml <==
kind: KubeletConfiguration

==> /etc/kubernetes/long.json <==
(20000 characters: single-kube config show kubelet@node-1 -o json)

==> /etc/kubernetes/pki/server.key <==
(private key, not shown)

==> /etc/kubernetes/pki/server.crt <==
certificate of CN=kubelet
  issued by CN=single-kube
  valid from 2026-01-02 until 2036-01-02
  for node-1, 127.0.0.1`);
});

test('all components are a line a file, and one without files has a line too', t => {
	const lines = formatConfigs([config, {...config, component: 'node@node-1', files: []}]).split('\n').map(line => line.split(/ {2,}/));
	t.deepEqual(lines[1], ['kubelet@node-1', '/etc/kubernetes/kubelet.yaml', 'KubeletConfiguration']);
	t.deepEqual(lines[3], ['kubelet@node-1', '/etc/kubernetes/pki/server.key', 'private key, not shown']);
	t.deepEqual(lines[4]!.at(-1), 'certificate of CN=kubelet');
	t.deepEqual(lines[5]!.slice(0, 2), ['node@node-1', '-']);
});
