import test from 'ava';
import {coreDnsMissing} from '../../src/images/coredns.ts';
import {SingleKubeError} from '../../src/errors.ts';
import {compareVersions, minorVersion, newestOf} from '../../src/upstream/compare-versions.ts';
import {versionTable} from '../../src/upstream/version-table.ts';
import {listVersions, resolveVersion} from '../../src/upstream/versions.ts';

const minors = Object.keys(versionTable().minors);
const sha256 = /^[\da-f]{64}$/;

test('the table has every minor version from 1.20 to 1.37', t => {
	t.deepEqual(minors, Array.from({length: 18}, (_, index) => `1.${20 + index}`));
});

for (const [minor, {etcd, coreDns, pause, criDockerd, cniPlugins}] of Object.entries(versionTable().minors)) {
	test(`${minor} is complete: tags of its images, archives whose checksums are known, a release with all of them`, t => {
		t.regex(etcd, /^3\.\d+\.\d+-\d+$/);
		t.regex(coreDns, /^v1\.\d+\.\d+$/);
		t.regex(pause, /^3(\.\d+)+$/);
		t.is(criDockerd === null, compareVersions(minor, '1.24') < 0, 'dockershim left with 1.24');
		t.true(criDockerd === null || criDockerd in versionTable().criDockerd);
		t.true(cniPlugins in versionTable().cniPlugins);
		t.true(Object.entries(versionTable().releases).some(([version, {kubelet, kubectl}]) => minorVersion(version) === minor && kubelet && kubectl));
	});
}

test('a checksum is 64 hex digits, of both architectures, and none stands there twice', t => {
	const seen = new Map<string, string>();
	const check = (what: string, checksums: Readonly<Record<string, string>>): void => {
		t.deepEqual(Object.keys(checksums), ['amd64', 'arm64'], what);
		for (const [architecture, sum] of Object.entries(checksums)) {
			t.regex(sum, sha256, what);
			t.is(seen.get(sum), undefined, `${what} ${architecture} has the checksum of another`);
			seen.set(sum, `${what} ${architecture}`);
		}
	};

	for (const name of ['criDockerd', 'cniPlugins'] as const) {
		Object.entries(versionTable()[name]).forEach(([version, checksums]) => check(`${name} ${version}`, checksums));
	}

	for (const [version, {note, ...programs}] of Object.entries(versionTable().releases)) {
		t.true(minorVersion(version) in versionTable().minors, version);
		t.is(note === undefined, Object.keys(programs).join() === 'kubelet,kubectl', `${version}: what is not there has a note, and only that`);
		Object.entries(programs).forEach(([name, checksums]) => check(`${name} ${version}`, checksums));
	}

	t.true(seen.size > 900);
});

test('a version is a release, with or without v, the newest of a minor version, or the newest of all', t => {
	t.deepEqual(resolveVersion('1.36.2'), {version: '1.36.2', minor: '1.36', etcd: '3.6.8-0', coreDns: 'v1.14.2', pause: '3.10.2', criDockerd: '0.4.3', cniPlugins: '1.9.1'});
	t.deepEqual(resolveVersion(' v1.36.2 '), resolveVersion('1.36.2'));
	t.is(resolveVersion('1.34').version, '1.34.11', 'after 1.34.9');
	t.is(resolveVersion('1.20').criDockerd, undefined);
	t.is(resolveVersion('latest').minor, '1.37');
	t.deepEqual(resolveVersion('latest'), resolveVersion('1.37'));
});

test('what is not said is the newest whose checksums are all known; one with some unknown is there when it is named', t => {
	t.is(resolveVersion('1.37').version, '1.37.0');
	t.is(versionTable().releases['1.37.1']!.kubelet, undefined);
	t.is(resolveVersion('1.37.1').version, '1.37.1');
});

test('a release that the table does not list is what goes with its minor version', t => {
	t.deepEqual(resolveVersion('1.33.99'), {...resolveVersion('1.33'), version: '1.33.99'});
});

const refused = test.macro({
	exec(t, text: string, nearest: string) {
		const error = t.throws(() => resolveVersion(text), {instanceOf: SingleKubeError})!;
		t.is(error.code, 'VERSION_UNKNOWN');
		t.true(error.message.includes(text));
		t.true(error.seen.includes(`the nearest is ${nearest}`), error.seen.join());
		t.true(error.seen.includes('known are 1.20 to 1.37'));
	},
	title: (_, text) => `"${text}" is refused, and the nearest is named`,
});

test(refused, '1.19.16', '1.20.15');
test(refused, '1.19', '1.20.15');
test(refused, '1.99', '1.37.0');
test(refused, '2.0.0', '1.37.0');
test(refused, '1.37.0-rc.1', '1.37.0');
test(refused, '1', '1.37.0');
test(refused, 'newest', '1.37.0');
test(refused, '', '1.37.0');

test('the list has each minor version once, the newest first, with every known release', t => {
	const list = listVersions();
	t.deepEqual(list.map(({minor}) => minor), [...minors].reverse());
	t.deepEqual(list[0]!.known, ['1.37.1', '1.37.0']);
	t.is(list.at(-1)!.known.length, 16);
});

test('versions compare by number', t => {
	t.is(newestOf(['1.36.9', '1.36.10', '1.9.20']), '1.36.10');
	t.is(newestOf([]), undefined);
	t.is(compareVersions('1.20', '1.20'), 0);
});

test('CoreDNS to pull is the one of the table', t => {
	t.true(coreDnsMissing('1.36.2').hint!.includes(`coredns/coredns:${resolveVersion('1.36.2').coreDns},`));
});
