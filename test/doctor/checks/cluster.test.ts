import {chmod, mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {judgeCertificates, type CertificateSeen} from '../../../src/doctor/checks/certificates.ts';
import {judgeClock, skewOf} from '../../../src/doctor/checks/clock.ts';
import {judgeHome} from '../../../src/doctor/checks/home.ts';
import {isWritable, judgeKubeconfig, type KubeconfigSeen} from '../../../src/doctor/checks/kubeconfig.ts';
import {judgeLeftovers, type LeftoversSeen} from '../../../src/doctor/checks/leftovers.ts';
import {judgeSources} from '../../../src/doctor/checks/sources.ts';
import {sortOut} from '../../../src/doctor/cluster-remains.ts';
import type {LabelledResource} from '../../../src/engine/observe.ts';
import {makeDirectory} from '../../engine/fake-engine.ts';
import {verdicts} from '../verdicts.ts';

const now = Date.UTC(2026, 10, 22);
const second = 1000;
const day = 86_400_000;
const same = {engine: now, asked: now - 5, answered: now + 5};
verdicts('clock', judgeClock, [
	['the same clocks', {here: now, engine: same}, 'ok', /2026-11-22T00:00:00Z; the engine's is the same/],
	['no engine', {here: now, engine: undefined}, 'ok', /^2026-11-22T00:00:00Z$/],
	['an engine ahead', {here: now, engine: {...same, engine: now + 60 * second}}, 'warning', /60 s ahead/, /set-ntp/],
	['an engine a little behind', {here: now, engine: {...same, engine: now - 60 * second}}, 'warning', /60 s behind/],
	['an engine so far behind that certificates are not valid there', {here: now, engine: {...same, engine: now - 2 * 3600 * second}}, 'error', /not valid there yet/],
	['a clock that was never set', {here: 0, engine: undefined}, 'warning', /1970-01-01/],
]);

test('what a slow answer explains is no difference between clocks', t => {
	t.is(skewOf({engine: now + 400, asked: now, answered: now + 900}), 0);
	t.is(skewOf({engine: now + 1000, asked: now, answered: now + 900}), 100);
	t.is(skewOf({engine: now - 1000, asked: now, answered: now + 900}), -1000);
});

const certificate: CertificateSeen = {component: 'kube-apiserver', container: 'sk-dev-kube-apiserver', file: 'server.crt', subject: 'CN=kube-apiserver', notBefore: new Date(now - day), notAfter: new Date(now + 3650 * day)};
verdicts('certificates', (seen: readonly CertificateSeen[]) => judgeCertificates(seen, now, 'dev'), [
	['valid ones', [certificate, {...certificate, component: 'etcd', notAfter: new Date(now + 400 * day)}], 'ok', /2 in 2 components, the first to expire on 2027-12-27/],
	['one that expires soon', [{...certificate, notAfter: new Date(now + 3 * day)}], 'warning', /expires on 2026-11-25/, /docker rm -f sk-dev-kube-apiserver && single-kube start --name dev/],
	['one that has expired', [{...certificate, notAfter: new Date(now - day)}], 'error', /expired on 2026-11-21/],
	['an authority that has expired', [{...certificate, file: 'etcd-ca.crt', notAfter: new Date(now - day)}], 'error', /single-kube delete --name dev/],
	['one of the future', [{...certificate, notBefore: new Date(now + day)}], 'error', /valid only from/],
]);

const remains = {cluster: 'dev', network: true, components: 16, strangers: [], volumes: 12, lock: undefined, workbenches: []};
const host = {directory: '/var/lib/single-kube/clusters', directories: ['dev'], mounts: ['/var/lib/single-kube/clusters/dev/node-1'], groups: [{cluster: 'dev', processes: 40}], elsewhere: []};
const clean: LeftoversSeen = {docker: 'docker', clusters: [remains], host, embedded: undefined};
const gone = {...remains, cluster: 'old', network: false};
verdicts('leftovers', judgeLeftovers, [
	['a cluster that is whole', clean, 'ok', /clusters with a network: dev; directories of 1/],
	['an engine elsewhere', {...clean, host: {unseen: 'the engine runs on far, not on this machine'}}, 'ok', /clusters with a network: dev; the engine runs on far/],
	['a cluster without a network', {...clean, clusters: [remains, {...gone, components: 1, volumes: 2}]}, 'warning', /old has no network any more, and 1 containers and 2 volumes/, /single-kube delete --name old/],
	['the same while a command works on it', {...clean, clusters: [remains, {...gone, lock: {alive: true, owner: 'single-kube start, process 7 on here'}}]}, 'ok'],
	['a container that only wears the label', {...clean, docker: 'docker -H unix:///e.sock', clusters: [{...gone, components: 0, volumes: 0, strangers: ['mine']}]}, 'warning', /mine/, /docker -H unix:\/\/\/e\.sock rm -f mine/],
	['a network alone', {...clean, clusters: [{...remains, components: 0, volumes: 0}]}, 'warning', /a network and nothing else/],
	['the lock of a dead process', {...clean, clusters: [{...remains, lock: {alive: false, owner: 'single-kube stop, process 7 on here'}}]}, 'warning', /process 7/, /docker rm -f sk-dev-lock/],
	['a workbench that nobody took away', {...clean, clusters: [{...remains, workbenches: ['sk-dev-workbench-7-1']}]}, 'warning', /docker rm -f sk-dev-workbench-7-1/],
	['a directory with mounts of no cluster', {...clean, host: {...host, directories: ['dev', 'old'], mounts: ['/var/lib/single-kube/clusters/old/node-1/a b', ...host.mounts]}}, 'warning', /clusters\/old with 1 mounts/, /umount --lazy '\/var\/lib\/single-kube\/clusters\/old\/node-1\/a b' && sudo rm -rf --one-file-system \/var\/lib\/single-kube\/clusters\/old/],
	['a directory of another engine\'s cluster', {...clean, host: {...host, directories: ['dev', 'other'], elsewhere: ['other']}}, 'ok'],
	['control groups of no cluster', {...clean, host: {...host, groups: [...host.groups, {cluster: 'old', processes: 0}]}}, 'warning', /control groups \/single-kube\/old/, /rmdir/],
	['half an embedded engine', {...clean, embedded: {directory: '/var/lib/single-kube/engine', processes: 3, mounts: 2}}, 'warning', /3 processes and 2 mounts/, /single-kube engine stop/],
	['an embedded engine that was stopped', {...clean, embedded: {directory: '/var/lib/single-kube/engine', processes: 0, mounts: 0}}, 'ok'],
]);

test('what an engine has of a cluster is told apart: components, strangers, what is there for a moment and for longer', t => {
	const container = (name: string, component: string | undefined, age = 0): LabelledResource => ({kind: 'container', name, cluster: 'dev', component, createdAt: now - age});
	const own: LabelledResource[] = [
		container('sk-dev-etcd', 'etcd'), container('k8s_web', 'pod'), container('mine', undefined), container('sk-dev-lock', 'lock', day), container('sk-dev-tunnel', 'tunnel'), container('sk-dev-latency-etcd', 'fault'),
		container('sk-dev-workbench-1-1', 'lock', second), container('sk-dev-workbench-2-2', 'lock', day),
		{kind: 'network', name: 'sk-dev', cluster: 'dev', component: undefined, createdAt: undefined}, {kind: 'volume', name: 'sk-dev-pki', cluster: 'dev', component: undefined, createdAt: undefined},
	];
	t.deepEqual(sortOut('dev', own, now), {cluster: 'dev', network: true, components: 2, strangers: ['mine'], volumes: 1, workbenches: ['sk-dev-workbench-2-2']});
});

verdicts('sources', judgeSources, [
	['all images are there', {kind: 'settled', source: 'debian', kubernetesVersion: '1.20.2', because: 'they are on the engine', images: {wanted: 19, builds: [], fetches: []}}, 'ok', /debian, Kubernetes 1\.20\.2, because they are on the engine; all 19/],
	['some are to be made', {kind: 'settled', source: 'registry', kubernetesVersion: '1.36.2', because: undefined, images: {wanted: 19, builds: ['base'], fetches: ['etcd', 'pause']}}, 'ok', /of 19 images 1 to be built, 2 to be fetched/],
	['no engine that could have any', {kind: 'settled', source: 'debian', kubernetesVersion: '1.20.2', because: 'no registry can be reached', images: undefined}, 'ok'],
	['nobody can serve, and no engine asks', {kind: 'none', engine: false, failure: 'there is no source', seen: [], hint: undefined}, 'skipped', /no engine answers/],
	['nobody can serve', {kind: 'none', engine: true, failure: 'there is no source of images that can serve here', seen: ['registry: no answer', 'debian: making its base image takes root'], hint: 'Name a mirror'}, 'error', /debian: making its base image takes root/, /Name a mirror/],
]);

const config: KubeconfigSeen = {file: '/home/ann/.kube/config', exists: true, target: true, writable: true, invalid: undefined, lockedFor: undefined};
verdicts('kubeconfig', (seen: KubeconfigSeen) => judgeKubeconfig([seen], true), [
	['one that is well', config, 'ok', /^\/home\/ann\/\.kube\/config$/],
	['none yet', {...config, exists: false}, 'ok', /not there yet/],
	['one that is broken', {...config, invalid: 'clusters: expected a list of mappings'}, 'error', /expected a list/, /--no-kubeconfig/],
	['one that may not be written', {...config, writable: false}, 'error', /config cannot be written/],
	['a directory that may not be written', {...config, exists: false, writable: false}, 'error', /\/home\/ann\/\.kube cannot be written/],
	['a fresh lock', {...config, lockedFor: 1}, 'ok'],
	['an old lock', {...config, lockedFor: 600}, 'warning', /600 s/, /rm \/home\/ann\/\.kube\/config\.lock/],
]);

test('a start that leaves the kubeconfig alone is not stopped by a broken one', t => {
	t.is(judgeKubeconfig([{...config, invalid: 'no YAML'}], false).verdict, 'warning');
});

verdicts('home', judgeHome, [
	['all can be written', [{what: 'home', directory: '/root', exists: true, writable: true}], 'ok', /home \/root/],
	['a home that is read-only', [{what: 'home', directory: '/root', exists: true, writable: false}], 'warning', /--no-kubeconfig/],
	['a cache that cannot be made', [{what: 'cache', directory: '/ro/cache', exists: false, writable: false}], 'warning', /SINGLE_KUBE_CACHE/],
	['nowhere for temporary files', [{what: 'temporary files', directory: '/tmp', exists: true, writable: false}], 'error', /TMPDIR/],
]);

test('what is yet to be made can be written where the next directory above it can; a file below a file cannot', async t => {
	const directory = await makeDirectory(t);
	t.true(await isWritable(path.join(directory, 'a', 'b', 'config')));
	await writeFile(path.join(directory, 'file'), '');
	t.false(await isWritable(path.join(directory, 'file', 'config')));
	await mkdir(path.join(directory, 'closed'));
	await chmod(path.join(directory, 'closed'), 0o500);
	// Root may write everywhere.
	t.is(await isWritable(path.join(directory, 'closed', 'config')), process.geteuid?.() === 0);
	await chmod(path.join(directory, 'closed'), 0o700);
});
