import test from 'ava';
import {SingleKubeError} from '../../src/errors.ts';
import {downloadCandidates, parseDownloadMirror, trustedCandidates} from '../../src/upstream/download-mirrors.ts';

test('a mirror is a host and the address that stands for it', t => {
	t.deepEqual(parseDownloadMirror('dl.k8s.io=https://mirror.example/k8s/'), {host: 'dl.k8s.io', base: 'https://mirror.example/k8s'});
	t.deepEqual(parseDownloadMirror(' GitHub.com=http://10.0.0.1:8080 '), {host: 'github.com', base: 'http://10.0.0.1:8080'});
	t.deepEqual(parseDownloadMirror('localhost:5000=https://mirror.example'), {host: 'localhost:5000', base: 'https://mirror.example'});
});

for (const text of ['', 'dl.k8s.io', 'dl.k8s.io=', '=https://mirror.example', 'dl.k8s.io=mirror.example', 'dl.k8s.io=ftp://mirror.example', 'https://dl.k8s.io=https://mirror.example', 'dl.k8s.io=https://mirror.example/?a=b', 'dl.k8s.io=https://mirror.example/#a', 'dl.k8s.io=https://me:secret@mirror.example']) {
	test(`"${text}" is no mirror`, t => {
		const error = t.throws(() => parseDownloadMirror(text), {instanceOf: SingleKubeError, code: 'OPTION_INVALID'})!;
		t.false(error.message.includes('secret'));
	});
}

test('a file is asked of the mirrors of its host in their order, then of upstream itself', t => {
	const mirrors = ['dl.k8s.io=https://a.example/k8s', 'github.com=https://b.example', 'dl.k8s.io=http://c.example'].map(text => parseDownloadMirror(text));
	t.deepEqual(downloadCandidates('https://dl.k8s.io/v1.36.2/bin/linux/amd64/kubelet', mirrors), [
		'https://a.example/k8s/v1.36.2/bin/linux/amd64/kubelet', 'http://c.example/v1.36.2/bin/linux/amd64/kubelet', 'https://dl.k8s.io/v1.36.2/bin/linux/amd64/kubelet',
	]);
	t.deepEqual(downloadCandidates('https://github.com/x.tgz', mirrors), ['https://b.example/x.tgz', 'https://github.com/x.tgz']);
	t.deepEqual(downloadCandidates('https://other.example/x', mirrors), ['https://other.example/x']);
});

test('a checksum is taken only from where nobody can change it on the way', t => {
	const mirrors = ['a=http://c.example', 'a=http://127.0.0.1:80', 'a=http://[::1]', 'a=http://localhost:1', 'a=http://127.example'].map(text => parseDownloadMirror(text));
	t.deepEqual(trustedCandidates('https://a/x', mirrors), ['http://127.0.0.1/x', 'http://[::1]/x', 'http://localhost:1/x', 'https://a/x']);
});
