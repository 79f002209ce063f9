import test from 'ava';
import {refuseOtherVersion, refuseUnfinishedUpgrade} from '../../src/cluster/refuse-other-version.ts';
import type {SettledSource} from '../../src/cluster/settle-source.ts';
import {debianSource} from '../../src/images/sources/debian.ts';
import {SingleKubeError} from '../../src/errors.ts';
import type {Settings} from '../../src/plan/topology.ts';
import {nothing} from '../helpers/topology.ts';

const made = (version: string): typeof nothing => ({...nothing, volumes: [{name: 'sk-one-etcd', version}, {name: 'sk-one-pki', version}]});
const settings = (kubernetesVersion: string | undefined, source: 'registry' | 'local' = 'registry'): Settings =>
	({addons: [], dnsReplicas: 1, ...kubernetesVersion === undefined ? {} : {kubernetesVersion}, images: source === 'local' ? {source, binaries: '/built'} : {source}});

const settled = (kubernetesVersion: string, source: 'registry' | 'local' = 'registry'): SettledSource =>
	({source: {...debianSource, kubernetesVersion}, images: source === 'local' ? {source, binaries: '/built'} : {source}});

const hintOf = (from: string | undefined, to: string, source: 'registry' | 'local' = 'registry', label = '1.30.0'): string | undefined => {
	try {
		refuseOtherVersion('one', made(label), settings(from, source), settled(to, source));
		return undefined;
	} catch (error) {
		return error instanceof SingleKubeError && error.code === 'STATE_FOREIGN' ? error.hint : String(error);
	}
};

test('a cluster that is yet to be made has any version', t => {
	t.notThrows(() => refuseOtherVersion('one', nothing, settings(undefined), settled('1.36.2')));
});

test('the settings, not the label that the data was made with, say what a cluster is', t => {
	t.is(hintOf('1.36.2', '1.36.2'), undefined);
	t.is(hintOf(undefined, '1.30.0'), undefined);
	t.regex(hintOf(undefined, '1.31.0') ?? '', /^single-kube upgrade 1\.31 --name one$/);
});

test('another version is an upgrade, whose command is named', t => {
	t.is(hintOf('1.35.4', '1.36.2'), 'single-kube upgrade 1.36 --name one');
	t.is(hintOf('1.36.2', '1.36.3'), 'single-kube upgrade 1.36.3 --name one');
	t.is(hintOf('1.35.4', '1.36.2', 'local'), 'single-kube upgrade --binaries /built --name one');
	t.regex(hintOf('1.34.4', '1.36.2') ?? '', /one minor version at a time: first single-kube upgrade 1\.35 --name one/);
	t.regex(hintOf('1.36.2', '1.35.4') ?? '', /^Make the cluster anew/);
});

test('who builds Kubernetes may start again with the next build of the same minor version', t => {
	t.is(hintOf('1.37.0-alpha.1.7', '1.37.0-alpha.1.9', 'local'), undefined);
});

test('data without the keys it was made with is of no use', t => {
	t.throws(() => refuseOtherVersion('one', {...nothing, volumes: [{name: 'sk-one-etcd', version: '1.36.2'}]}, settings('1.36.2'), settled('1.36.2')), {code: 'STATE_CORRUPT'});
});

test('an upgrade that was interrupted is told of, and has to be finished before anything else is asked for', t => {
	const upgrading = {...settings('1.35.4'), upgrading: {to: '1.36.2'}};
	t.is(refuseUnfinishedUpgrade('one', settings('1.35.4'), {kubernetesVersion: '1.36'}), undefined);
	t.regex(refuseUnfinishedUpgrade('one', upgrading) ?? '', /from 1\.35\.4 to 1\.36\.2 was interrupted: go on with single-kube upgrade --name one, or go back with single-kube upgrade --rollback --name one/);
	t.throws(() => refuseUnfinishedUpgrade('one', upgrading, {kubernetesVersion: '1.36'}), {code: 'UPGRADE_UNFINISHED'});
	t.throws(() => refuseUnfinishedUpgrade('one', {...upgrading, upgrading: {to: '1.36.2', restoring: true}}), {code: 'UPGRADE_UNFINISHED'});
});
