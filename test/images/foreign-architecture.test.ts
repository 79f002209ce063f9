import test from 'ava';
import {SingleKubeError} from '../../src/errors.ts';
import {architectureOptions, thisArchitecture} from '../../src/images/foreign-architecture.ts';

test('an engine of this machine\'s architecture changes nothing about the base image', t => {
	t.deepEqual(architectureOptions('amd64', 'amd64', () => false), []);
	t.deepEqual(architectureOptions('arm64', 'arm64', () => false), []);
});

test('the base image has the engine\'s architecture, as Debian names it', t => {
	t.deepEqual(architectureOptions('arm64', 'amd64', qemu => qemu === 'aarch64'), ['--architectures=arm64']);
	t.deepEqual(architectureOptions('amd64', 'arm64', qemu => qemu === 'x86_64'), ['--architectures=amd64']);
	t.deepEqual(architectureOptions('ppc64le', 'amd64', () => true), ['--architectures=ppc64el']);
	t.deepEqual(architectureOptions('s390x', 'amd64', qemu => qemu === 's390x'), ['--architectures=s390x']);
});

test('without an emulator it says what is missing and how to get it', t => {
	const error = t.throws(() => architectureOptions('arm64', 'amd64', () => false), {instanceOf: SingleKubeError});
	t.is(error.code, 'IMAGE_TOOL_MISSING');
	t.regex(error.message, /^the engine is arm64 and this machine amd64/);
	t.regex(error.seen.join(), /qemu-aarch64/);
	t.regex(error.hint!, /apt-get install .*qemu-user-static/);
});

test('Node\'s names become Go\'s', t => {
	t.deepEqual(['x64', 'arm64', 's390x'].map(arch => thisArchitecture(arch)), ['amd64', 'arm64', 's390x']);
});
