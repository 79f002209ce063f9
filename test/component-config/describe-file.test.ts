import test from 'ava';
import {createAuthority} from '../../src/pki/authority.ts';
import {issueCertificate} from '../../src/pki/issue.ts';
import {renderKubeconfig} from '../../src/kubeconfig/render.ts';
import {describeFile} from '../../src/component-config/describe-file.ts';

const authority = await createAuthority('test');
const {certificate, key} = await issueCertificate(authority, {commonName: 'kubelet', usages: ['server'], dnsNames: ['node-1'], ipAddresses: ['172.30.0.10']});
const body = key.split('\n')[1]!;

test('of a certificate it says whose it is, for what names, and until when', t => {
	const file = describeFile('/pki/server.crt', certificate);
	t.is(file.kind, 'certificate');
	if (file.kind === 'certificate') {
		t.is(file.certificates.length, 1);
		t.is(file.certificates[0]!.subject, 'CN=kubelet');
		t.deepEqual([file.certificates[0]!.dnsNames, file.certificates[0]!.ipAddresses], [['node-1'], ['172.30.0.10']]);
		t.true(file.certificates[0]!.notAfter.getTime() > Date.now());
	}
});

test('of a bundle it describes each certificate, and no key that is in it', t => {
	const file = describeFile('/pki/bundle.pem', `${certificate}${key}${authority.certificate}`);
	t.true(file.kind === 'certificate' && file.certificates.length === 2);
	t.false(JSON.stringify(file).includes(body));
});

for (const [title, path, content] of [
	['a private key', '/pki/server.key', key],
	['a private key under another name', '/pki/server.txt', key],
	['a file that its name calls a key', '/pki/odd.key', 'in a form that nobody knows'],
	['a file of tokens', '/tokens.csv', 'abc,user,1'],
	['a token', '/run/secrets/token', 'abc'],
] as const) {
	test(`of ${title} it shows nothing`, t => {
		const file = describeFile(path, content);
		t.true(file.kind === 'private key' || file.kind === 'secret');
		t.deepEqual(Object.keys(file).sort(), ['kind', 'path']);
	});
}

test('a kubeconfig is shown with its certificates in words and without its key', t => {
	const entry = {cluster: 'c', user: 'u', context: 'u@c', server: 'https://kube-apiserver:6443', certificateAuthority: authority.certificate, clientCertificate: certificate, clientKey: key};
	const file = describeFile('/kubeconfig', renderKubeconfig(entry));
	t.is(file.kind, 'kubeconfig');
	if (file.kind === 'kubeconfig') {
		t.regex(file.content, /server: https:\/\/kube-apiserver:6443/);
		t.regex(file.content, /client-certificate-data: \(certificate of CN=kubelet, valid until 20\d\d-/);
		t.regex(file.content, /client-key-data: \(private key, not shown\)/);
		t.false(file.content.includes(Buffer.from(key).toString('base64').slice(0, 40)));
	}
});

test('a kubeconfig with a token, a password or a program that gives one is shown without them', t => {
	const users = [{name: 'a', user: {token: 'abc-1'}}, {name: 'b', user: {username: 'me', password: 'abc-2'}}, {name: 'c', user: {exec: {command: 'x', env: [{name: 'A', value: 'abc-3'}]}}}];
	const file = describeFile('/kubeconfig', JSON.stringify({kind: 'Config', clusters: [], users}));
	t.true(file.kind === 'kubeconfig' && file.content.includes('username: me'));
	t.notRegex(JSON.stringify(file), /abc-/);
});

test('a configuration file is shown as it is, with its kind', t => {
	const content = 'kind: KubeletConfiguration\ntlsPrivateKeyFile: /pki/server.key\n';
	t.deepEqual(describeFile('/kubelet.yaml', content), {path: '/kubelet.yaml', kind: 'configuration', type: 'KubeletConfiguration', content});
	t.deepEqual(describeFile('/free.conf', 'a b: : c'), {path: '/free.conf', kind: 'configuration', type: undefined, content: 'a b: : c'});
});
