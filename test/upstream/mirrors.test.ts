import test, {type ExecutionContext} from 'ava';
import {SingleKubeError} from '../../src/errors.ts';
import {formatRegistryMirror, imageCandidates, parseRegistryMirror} from '../../src/upstream/mirrors.ts';

const mirrors = (...texts: readonly string[]) => texts.map(text => parseRegistryMirror(text));

test('the mirrors of an image\'s registry come in their order, then the registry itself', t => {
	const list = mirrors('registry.k8s.io=localhost:5000/k8s', 'docker.io=localhost:5000/hub', 'registry.k8s.io=mirror.example.org');
	t.deepEqual(imageCandidates('registry.k8s.io/coredns/coredns:v1.14.2', list), [
		'localhost:5000/k8s/coredns/coredns:v1.14.2', 'mirror.example.org/coredns/coredns:v1.14.2', 'registry.k8s.io/coredns/coredns:v1.14.2',
	]);
});

test('Docker Hub\'s names are taken in full', t => {
	const list = mirrors('docker.io=10.0.0.1:5000/hub/');
	for (const name of ['debian:bookworm-slim', 'library/debian:bookworm-slim', 'docker.io/library/debian:bookworm-slim', 'index.docker.io/library/debian:bookworm-slim', 'docker.io/debian:bookworm-slim']) {
		t.deepEqual(imageCandidates(name, list), ['10.0.0.1:5000/hub/library/debian:bookworm-slim', 'docker.io/library/debian:bookworm-slim'], name);
	}
});

test('`none` ends the list: neither upstream nor what stands behind it is asked', t => {
	t.deepEqual(imageCandidates('registry.k8s.io/pause:3.10', mirrors('registry.k8s.io=a.example:1', 'registry.k8s.io=none', 'registry.k8s.io=b.example')), ['a.example:1/pause:3.10']);
	t.deepEqual(imageCandidates('docker.io/debian:1', mirrors('registry.k8s.io=none')), ['docker.io/library/debian:1']);
});

test('a mirror that is named twice, or is upstream itself, is asked once', t => {
	t.deepEqual(imageCandidates('registry.k8s.io/pause:3.10', mirrors('registry.k8s.io=a.example', 'registry.k8s.io=a.example', 'registry.k8s.io=registry.k8s.io')), [
		'a.example/pause:3.10', 'registry.k8s.io/pause:3.10',
	]);
});

test('a mirror is written back as it was read', t => {
	for (const text of ['registry.k8s.io=localhost:5000/k8s', 'docker.io=none', 'registry.k8s.io=[::1]:5000/a/b-c']) {
		t.is(formatRegistryMirror(parseRegistryMirror(text)), text);
	}
});

const refuses = test.macro({
	exec(t: ExecutionContext, text: string, why: RegExp) {
		const error = t.throws(() => parseRegistryMirror(text), {instanceOf: SingleKubeError});
		t.is(error.code, 'OPTION_INVALID');
		t.regex(error.message, why);
		t.regex(error.hint!, /registry\.k8s\.io=localhost:5000\/k8s/);
	},
	title: (_, text) => `the mirror "${text}" is refused with an example`,
});

test(refuses, 'localhost:5000/k8s', /before =/);
test(refuses, 'k8s=localhost:5000', /before =/);
test(refuses, 'registry.k8s.io=', /empty/);
test(refuses, 'registry.k8s.io=http://localhost:5000/k8s', /leave http:\/\//);
test(refuses, 'registry.k8s.io=mirror/k8s', /folder of Docker Hub/);
test(refuses, 'registry.k8s.io=localhost:5000/K8s', /"K8s" is no path/);
test(refuses, 'registry.k8s.io=localhost:5000/k8s?x=1', /is no path/);

test('what is no name with a tag is refused', t => {
	for (const name of ['registry.k8s.io/', 'registry.k8s.io/Pause:1', `registry.k8s.io/pause@sha256:${'0'.repeat(64)}`, '']) {
		t.is(t.throws(() => imageCandidates(name, []), {instanceOf: SingleKubeError}).code, 'OPTION_INVALID', name);
	}
});
