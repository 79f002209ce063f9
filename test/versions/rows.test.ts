import test from 'ava';
import {formatVersions} from '../../src/cli/versions-report.ts';
import type {EngineFacts} from '../../src/engine/compatibility.ts';
import {listVersions} from '../../src/upstream/versions.ts';
import {type Facts, versionRows} from '../../src/versions/rows.ts';

const engine: EngineFacts = {
	version: '20.10.24', apiVersion: '1.41', minApiVersion: '1.12', os: 'linux', architecture: 'amd64', cgroupVersion: 1, cgroupDriver: 'cgroupfs', storageDriver: 'overlay2',
	operatingSystem: 'Debian GNU/Linux 12', rootless: false, usernsRemapped: false, isLocal: true,
};
const facts: Facts = {listed: listVersions(), debianVersion: '1.20.2', serving: ['debian'], engine, defaultVersion: '1.20.2', clusterVersion: undefined};
const find = (version: string, change: Partial<Facts> = {}) => versionRows({...facts, ...change}).find(row => row.version === version);

test('there is a row for the newest release of each minor version, and one for Debian\'s', t => {
	const rows = versionRows(facts).map(({version}) => version);
	t.deepEqual(rows.filter(version => version !== '1.20.2'), facts.listed.map(({version}) => version));
	t.is(rows.at(-1), '1.20.2');
});

test('each source serves what it has', t => {
	t.deepEqual(find('1.20.2')?.here, ['debian']);
	const newest = facts.listed[0]!.version;
	t.deepEqual(find(newest)?.here, []);
	t.deepEqual(find(newest, {serving: ['registry', 'debian']})?.here, ['registry']);
	t.deepEqual(find('1.20.2', {serving: []})?.here, []);
});

test('the default and the cluster\'s own are marked, a release that the table does not name, too', t => {
	t.deepEqual(find('1.20.2', {clusterVersion: '1.20.2'})?.marks, ['default', 'cluster']);
	const own = find('1.36.0', {clusterVersion: '1.36.0'});
	t.deepEqual(own?.marks, ['cluster']);
	t.is(own?.etcd, facts.listed.find(({minor}) => minor === '1.36')!.etcd.replace(/-0$/, ''));
});

test('the runtime is the kubelet\'s own until 1.23', t => {
	const rows = versionRows(facts);
	t.is(rows.find(({minor}) => minor === '1.23')?.criDockerd, undefined);
	t.is(rows.find(({minor}) => minor === '1.24')?.criDockerd, '0.4.3');
});

test('what this engine makes of each is there', t => {
	t.is(find('1.20.2')?.engine, 'fits');
	t.is(versionRows(facts).find(({minor}) => minor === '1.36')?.engine, 'limits');
	t.is(find('1.20.2', {engine: {...engine, minApiVersion: '1.44', apiVersion: '1.52', version: '29.1'}})?.engine, 'refuses');
	t.is(find('1.20.2', {engine: undefined})?.engine, 'unknown');
});

test('a finding that several versions share is said once', t => {
	const versions = versionRows(facts);
	const text = formatVersions({singleKube: '1.0.0', engine: {why: 'none'}, cluster: undefined, sources: [], default: undefined, versions}, false);
	t.is(text.split('\n').filter(line => line.includes('cgroup v1')).length, 1);
	t.regex(text, /limits: 1\.35\.\d+ to 1\.\d+\.\d+: .*cgroup v1/);
});
