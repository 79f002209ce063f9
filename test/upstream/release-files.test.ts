import test from 'ava';
import {releaseFiles, programFile} from '../../src/upstream/release-files.ts';
import {versionTable} from '../../src/upstream/version-table.ts';
import {resolveVersion} from '../../src/upstream/versions.ts';

test('a version needs kubelet, kubectl, CNI plugins and cri-dockerd from upstream\'s addresses, each with the checksum of its architecture', t => {
	t.deepEqual(releaseFiles(resolveVersion('1.36.2'), 'arm64'), [
		{name: 'kubernetes/v1.36.2/arm64/kubelet', url: 'https://dl.k8s.io/v1.36.2/bin/linux/arm64/kubelet', sha256: versionTable().releases['1.36.2']!.kubelet!.arm64},
		{name: 'kubernetes/v1.36.2/arm64/kubectl', url: 'https://dl.k8s.io/v1.36.2/bin/linux/arm64/kubectl', sha256: versionTable().releases['1.36.2']!.kubectl!.arm64},
		{name: 'cni-plugins/cni-plugins-linux-arm64-v1.9.1.tgz', url: 'https://github.com/containernetworking/plugins/releases/download/v1.9.1/cni-plugins-linux-arm64-v1.9.1.tgz', sha256: versionTable().cniPlugins['1.9.1']!.arm64},
		{name: 'cri-dockerd/cri-dockerd-0.4.3.arm64.tgz', url: 'https://github.com/Mirantis/cri-dockerd/releases/download/v0.4.3/cri-dockerd-0.4.3.arm64.tgz', sha256: versionTable().criDockerd['0.4.3']!.arm64},
	]);
});

test('with dockershim there is no cri-dockerd', t => {
	t.deepEqual(releaseFiles(resolveVersion('1.23'), 'amd64').map(({name}) => name.split('/')[0]), ['kubernetes', 'kubernetes', 'cni-plugins']);
});

test('what the table does not list is held against the checksum that upstream publishes', t => {
	const url = 'https://dl.k8s.io/v1.33.99/bin/linux/amd64/kubectl';
	t.deepEqual(programFile('kubectl', '1.33.99', 'amd64'), {name: 'kubernetes/v1.33.99/amd64/kubectl', url, checksumUrl: `${url}.sha256`});
});

test('no two files of all versions and architectures share a name in the cache', t => {
	const files = Object.keys(versionTable().releases).flatMap(version => (['amd64', 'arm64'] as const).flatMap(architecture => releaseFiles(resolveVersion(version), architecture)));
	const urls = new Map<string, string>();
	for (const {name, url} of files) {
		t.is(urls.get(name) ?? url, url);
		urls.set(name, url);
	}
});
